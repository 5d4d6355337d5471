#include "base/text.h"

#include <inttypes.h>
#include <pthread.h>

typedef struct TextPair {
    const char *en;
    const char *zh;
} TextPair;

static const TextPair pairs[] = {
#include "base/zh/app.inc"
#include "base/zh/appraise.inc"
#include "base/zh/base.inc"
#include "base/zh/cal.inc"
#include "base/zh/cli.inc"
#include "base/zh/col.inc"
#include "base/zh/db.inc"
#include "base/zh/dec.inc"
#include "base/zh/dmn.inc"
#include "base/zh/documents.inc"
#include "base/zh/domain.inc"
#include "base/zh/facts.inc"
#include "base/zh/feel.inc"
#include "base/zh/regulation.inc"
};

static GHashTable *zh_of_en; /* built once, then only read */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static _Thread_local Lang used = LANG_EN;

static void build(void)
{
    zh_of_en = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
        g_hash_table_insert(zh_of_en, (gpointer)pairs[i].en, (gpointer)pairs[i].zh);
}

const char *text_in(Lang lang, const char *english)
{
    const char *zh;

    if (lang == LANG_EN)
        return english;
    (void)pthread_once(&once, build); /* cannot fail with a static PTHREAD_ONCE_INIT */
    zh = g_hash_table_lookup(zh_of_en, english);
    return zh ? zh : english;
}

void text_use(Lang lang)
{
    used = lang;
}

Lang text_used(void)
{
    return used;
}
