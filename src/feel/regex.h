/* regex.h - regular expressions as XPath and XQuery Functions 3.1 define them. Private to feel/.
 *
 * The dialect (feel-reference 5.4): the expressions of XML Schema with `^`, `$`, reluctant
 * quantifiers, groups that do not capture, and back references. Characters are code points.
 *
 * The matcher goes back over an explicit stack, never over the machine's, and counts its steps, so
 * that no pattern can take more time than the caller grants: back references rule out a matcher of
 * linear time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
    FEEL_REGEX_MAX_NESTING = 100,    /* of groups, and of classes in classes */
    FEEL_REGEX_MAX_GROUPS = 1000,    /* that capture */
    FEEL_REGEX_MAX_PATTERN = 16384,  /* bytes */
    FEEL_REGEX_MAX_REPEAT = 1000000, /* in {n,m} */
    FEEL_REGEX_MAX_STACK = 1000000,  /* places to go back to, of 24 bytes */
};

typedef enum FeelRegexFlags {
    FEEL_REGEX_DOT_ALL = 1,    /* s: `.` matches line ends */
    FEEL_REGEX_MULTI_LINE = 2, /* m: `^` and `$` at each line */
    FEEL_REGEX_CASELESS = 4,   /* i: by simple case folding */
    FEEL_REGEX_NO_SPACE = 8,   /* x: white space outside of classes does not count */
    FEEL_REGEX_LITERAL = 16,   /* q: the pattern is a plain text */
} FeelRegexFlags;

typedef struct FeelRegex FeelRegex; /* immutable once built */

/* Reads "smixq" in any order. False: another character among them. */
bool feel_regex_flags(const char *text, size_t len, unsigned *out);

/* Compiles `pattern`; the result lives in `arena`. NULL: no such expression; then *out_problem is
 * what is wrong with it (an English literal, a key of the catalogue). */
FeelRegex *feel_regex_compile(
    Arena *arena, const char *pattern, size_t len, unsigned flags, const char **out_problem);

/* Groups that capture. */
size_t feel_regex_groups(const FeelRegex *re);
/* Does it match the empty text? */
bool feel_regex_matches_empty(const FeelRegex *re);

typedef enum FeelRegexAnswer { FEEL_REGEX_NO, FEEL_REGEX_YES, FEEL_REGEX_LIMIT } FeelRegexAnswer;

/* One search in one text; kept from search to search to keep its memory. */
typedef struct FeelMatcher FeelMatcher;

/* `text` (UTF-8, NUL-terminated) is borrowed. Returns: (owned). */
FeelMatcher *feel_matcher_new(const FeelRegex *re, const char *text, size_t len);
void feel_matcher_free(FeelMatcher *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FeelMatcher, feel_matcher_free)

/* The first match that starts at byte `from` or later. Takes what it uses from *steps; LIMIT when
 * they, or the stack, are used up. */
FeelRegexAnswer feel_matcher_next(FeelMatcher *m, size_t from, size_t *steps);
/* After YES: bytes [*start, *end) of group k (0 = the whole match). False: it took no part. */
bool feel_matcher_group(const FeelMatcher *m, size_t k, size_t *start, size_t *end);
