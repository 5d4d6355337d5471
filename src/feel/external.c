/* External functions (feel-reference 2.16, 7.5): no Java runs here. The few static methods of
 * Java's own classes that models use in practice are known by class and signature; numbers stay
 * decimal.
 */
#include <string.h>

#include "feel/run_private.h"

enum { MAX_SIGNATURE = 200 }; /* bytes */

/* The value of a method; false if Java would refuse the arguments. */
typedef bool (*Method)(FeelRun *run, const FeelValue *args, FeelValue *out);

typedef struct External {
    const char *class_name;
    const char *signature; /* without blanks */
    size_t n_args;
    Method method;
} External;

/* ---- arguments ---- */

static bool are_numbers(const FeelValue *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (args[i].kind != FEEL_NUMBER)
            return false;
    return true;
}

/* A whole number that a Java type of `bits` holds. */
static bool is_whole(const FeelValue *v, int bits)
{
    int64_t n, limit = (int64_t)((UINT64_C(1) << (bits - 1)) - 1);

    return v->kind == FEEL_NUMBER && dec_is_integer(v->u.number) && dec_to_int64(v->u.number, &n) &&
           n <= limit && n >= -limit - 1;
}

/* ---- java.lang.Math ---- */

static bool math_cos(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    (void)run;
    if (!are_numbers(args, 1))
        return false;
    *out = feel_number(dec_cos(args[0].u.number));
    return true;
}

static bool math_abs(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    (void)run;
    if (!are_numbers(args, 1))
        return false;
    *out = feel_number(dec_abs(args[0].u.number));
    return true;
}

static bool math_max(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    (void)run;
    if (!are_numbers(args, 2))
        return false;
    *out = args[dec_compare(args[0].u.number, args[1].u.number) >= 0 ? 0 : 1];
    return true;
}

static bool math_min(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    (void)run;
    if (!are_numbers(args, 2))
        return false;
    *out = args[dec_compare(args[0].u.number, args[1].u.number) <= 0 ? 0 : 1];
    return true;
}

static bool math_max_int(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    return is_whole(&args[0], 32) && is_whole(&args[1], 32) && math_max(run, args, out);
}

static bool math_max_long(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    return is_whole(&args[0], 64) && is_whole(&args[1], 64) && math_max(run, args, out);
}

static bool math_min_int(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    return is_whole(&args[0], 32) && is_whole(&args[1], 32) && math_min(run, args, out);
}

static bool math_min_long(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    return is_whole(&args[0], 64) && is_whole(&args[1], 64) && math_min(run, args, out);
}

/* ---- valueOf ---- */

static bool value_of_short(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    (void)run;
    *out = args[0];
    return is_whole(&args[0], 16);
}

static bool value_of_byte(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    (void)run;
    *out = args[0];
    return is_whole(&args[0], 8);
}

static bool value_of_text(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    Dec n;

    (void)run;
    if (args[0].kind != FEEL_STRING ||
        !dec_parse(args[0].u.string.text, (gssize)args[0].u.string.len, &n))
        return false;
    *out = feel_number(n);
    return true;
}

static bool value_of_integer_text(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    return value_of_text(run, args, out) && is_whole(out, 32) &&
           strpbrk(args[0].u.string.text, ".eE") == NULL;
}

static bool value_of_char(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    (void)run;
    *out = args[0];
    return args[0].kind == FEEL_STRING && g_utf8_strlen(args[0].u.string.text, -1) == 1;
}

/* String.format with %s and %% (one argument stands for the array). */
static bool string_format(FeelRun *run, const FeelValue *args, FeelValue *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    bool used = false;

    if (args[0].kind != FEEL_STRING)
        return false;
    for (const char *p = args[0].u.string.text; *p; p++) {
        if (*p != '%') {
            g_string_append_c(text, *p);
        } else if (p[1] == '%') {
            g_string_append_c(text, *p++);
        } else if (p[1] == 's' && !used) {
            g_string_append(text, feel_value_text(run->mem, &args[1], false));
            used = true;
            p++;
        } else {
            return false;
        }
    }
    *out = feel_string_dup(run->mem, text->str, text->len);
    return true;
}

static const External externals[] = {
    {"java.lang.Math",    "abs(double)",                                  1, math_abs             },
    {"java.lang.Math",    "cos(double)",                                  1, math_cos             },
    {"java.lang.Math",    "max(double,double)",                           2, math_max             },
    {"java.lang.Math",    "max(float,float)",                             2, math_max             },
    {"java.lang.Math",    "max(int,int)",                                 2, math_max_int         },
    {"java.lang.Math",    "max(long,long)",                               2, math_max_long        },
    {"java.lang.Math",    "min(double,double)",                           2, math_min             },
    {"java.lang.Math",    "min(float,float)",                             2, math_min             },
    {"java.lang.Math",    "min(int,int)",                                 2, math_min_int         },
    {"java.lang.Math",    "min(long,long)",                               2, math_min_long        },
    {"java.lang.Short",   "valueOf(short)",                               1, value_of_short       },
    {"java.lang.Byte",    "valueOf(byte)",                                1, value_of_byte        },
    {"java.lang.Integer", "valueOf(java.lang.String)",                    1, value_of_integer_text},
    {"java.lang.Float",   "valueOf(java.lang.String)",                    1, value_of_text        },
    {"java.lang.Double",  "valueOf(java.lang.String)",                    1, value_of_text        },
    {"java.lang.String",  "valueOf(char)",                                1, value_of_char        },
    {"java.lang.String",  "format(java.lang.String,[Ljava.lang.Object;)", 2, string_format        },
};

/* ---- the call ---- */

static const char *text_entry(const FeelValue *v, const char *key)
{
    const FeelValue *entry = v->kind == FEEL_CONTEXT ? feel_context_get(v->u.context, key) : NULL;

    return entry && entry->kind == FEEL_STRING ? entry->u.string.text : NULL;
}

static const External *find(const char *class_name, const char *signature)
{
    char plain[MAX_SIGNATURE + 1];
    size_t n = 0;

    for (const char *p = signature; *p; p++) {
        if (g_ascii_isspace(*p))
            continue;
        if (n == MAX_SIGNATURE)
            return NULL;
        plain[n++] = *p;
    }
    plain[n] = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(externals); i++)
        if (strcmp(externals[i].class_name, class_name) == 0 &&
            strcmp(externals[i].signature, plain) == 0)
            return &externals[i];
    return NULL;
}

FeelValue feel_external_call(
    FeelRun *run, const Code *at, const FeelValue *what, const FeelValue *args, size_t n)
{
    const FeelValue *java =
        what->kind == FEEL_CONTEXT ? feel_context_get(what->u.context, "java") : NULL;
    const char *class_name = java ? text_entry(java, "class") : NULL;
    const char *signature = java ? text_entry(java, "method signature") : NULL;
    const External *external = class_name && signature ? find(class_name, signature) : NULL;
    FeelValue out;

    if (!external || external->n_args != n)
        return feel_fault(run, at, FAULT_EXTERNAL);
    if (!external->method(run, args, &out))
        return feel_fault(run, at, FAULT_ARGUMENT_VALUE);
    return out;
}
