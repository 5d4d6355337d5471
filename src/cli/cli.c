#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

static const CliCommand commands[] = {
    {"check",    "REGULATION…",                              "check a regulation: names, types, units, tables",
     "guanhu check regulations/contribution-bank",                                                                                                                                                          cmd_check   },
    {"test",     "REGULATION…",                              "run the worked examples of a regulation",
     "guanhu test regulations/contribution-bank",                                                                                                                                                           cmd_test    },
    {"init",     "DIR",                                        "make an empty data folder",                       "guanhu init branch",                                                                     cmd_init    },
    {"import",   "KIND FILE",                                  "import a CSV file into the data folder",
     "guanhu --data branch import balances balances.csv --map balances.yaml",                                                                                                                               cmd_import  },
    {"measures", "REGULATION --cycle CYCLE",                   "compute and keep the measures of a cycle",
     "guanhu --data branch measures regulations/contribution-bank --cycle 2003",                                                                                                                            cmd_measures},
    {"run",      "REGULATION --cycle CYCLE",                   "evaluate a cycle and print the results",
     "guanhu --data branch run regulations/contribution-bank --cycle 2003",                                                                                                                                 cmd_run     },
    {"explain",  "REGULATION --cycle CYCLE --person P [NAME]",
     "show where a person's figures come from, article by article",                                               "guanhu --data branch explain regulations/contribution-bank --cycle 2003 --person GH001",
     cmd_explain                                                                                                                                                                                                        },
    {"dmn",      "run MODEL | test FILE|DIR…",               "evaluate a DMN model, or run DMN TCK tests",
     "guanhu dmn run loan.dmn --input loan.json",                                                                                                                                                           cmd_dmn     },
    {"feel",     "EXPR",                                       "evaluate a FEEL expression",                      "guanhu feel '70万 * 5%'",                                                               cmd_feel    },
};

const CliCommand *cli_command(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static void print_help(Lang lang)
{
    printf("%s\n\n", text_in(lang, "guanhu - runs the regulations that manage customer managers"));
    printf("%s: guanhu [--lang zh|en] [--data DIR] %s\n\n", text_in(lang, "usage"),
           text_in(lang, "COMMAND …"));
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        printf("  %-9s %s\n", commands[i].name, text_in(lang, commands[i].summary));
    printf("\n%s\n", text_in(lang, "guanhu COMMAND --help shows the options and an example."));
}

static void
print_command_help(Lang lang, const CliCommand *command, const CliOption *options, size_t n_options)
{
    printf("%s\n\n", text_in(lang, command->summary));
    printf("%s: guanhu %s %s\n", text_in(lang, "usage"), command->name, command->arguments);
    if (n_options)
        printf("\n");
    for (size_t i = 0; i < n_options; i++) {
        g_autofree char *left =
            g_strdup_printf("--%s%s%s", options[i].name, options[i].argument ? " " : "",
                            options[i].argument ? options[i].argument : "");
        printf("  %-18s %s\n", left, text_in(lang, options[i].help));
    }
    printf("\n%s: %s\n", text_in(lang, "example"), command->example);
}

int cli_fail(const Cli *cli, const GError *error)
{
    fprintf(stderr, "guanhu: %s: %s\n", text_in(cli->lang, "error"), error->message);
    return err_exit_code(error);
}

int cli_usage(const Cli *cli, const char *command, const char *what)
{
    fprintf(stderr, "guanhu: %s\n", what);
    if (command)
        fprintf(stderr, text_in(cli->lang, "guanhu %s --help shows how it is used\n"), command);
    else
        fprintf(stderr, "%s\n", text_in(cli->lang, "guanhu --help shows the commands"));
    return 2;
}

void cli_print_diags(Diags *diags)
{
    g_autofree char *text = NULL;

    diags_sort(diags);
    text = diags_format(diags);
    fputs(text, stderr);
}

static const CliOption *
find_option(const CliOption *options, size_t n, const char *name, size_t len)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(options[i].name) == len && strncmp(options[i].name, name, len) == 0)
            return &options[i];
    return NULL;
}

/* Takes one option at argv[*i]; false when it is wrong (said on stderr). */
static bool take_option(const Cli *cli,
                        const CliCommand *command,
                        const CliOption *options,
                        size_t n_options,
                        int argc,
                        char **argv,
                        int *i)
{
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    const CliOption *option = find_option(options, n_options, name, len);
    g_autofree char *what = NULL;

    if (option && !option->argument && !equals) {
        *option->value = "";
        return true;
    }
    if (option && option->argument && equals) {
        *option->value = equals + 1;
        return true;
    }
    if (option && option->argument && *i + 1 < argc) {
        *option->value = argv[++*i];
        return true;
    }
    what = option ? g_strdup_printf(text_in(cli->lang, "wrong use of option --%s"), option->name)
                  : g_strdup_printf(text_in(cli->lang, "unknown option %s"), argv[*i]);
    cli_usage(cli, command->name, what);
    return false;
}

int cli_options(const Cli *cli,
                const CliCommand *command,
                const CliOption *options,
                size_t n_options,
                int argc,
                char **argv,
                char ***out_args,
                int *out_n)
{
    int n = 0;
    bool only_args = false;

    for (int i = 1; i < argc; i++) {
        if (only_args || strncmp(argv[i], "--", 2) != 0) {
            argv[n++] = argv[i];
        } else if (strcmp(argv[i], "--") == 0) {
            only_args = true;
        } else if (strcmp(argv[i], "--help") == 0) {
            print_command_help(cli->lang, command, options, n_options);
            return 0;
        } else if (!take_option(cli, command, options, n_options, argc, argv, &i)) {
            return 2;
        }
    }
    *out_args = argv;
    *out_n = n;
    return -1;
}

/* Chinese when the environment's locale is; names only, no locale is ever set. */
static Lang lang_of_environment(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < G_N_ELEMENTS(variables); i++) {
        const char *value = g_getenv(variables[i]);
        if (value && *value)
            return g_str_has_prefix(value, "zh") ? LANG_ZH : LANG_EN;
    }
    return LANG_EN;
}

static bool read_lang(const char *text, Lang *out)
{
    if (strcmp(text, "zh") != 0 && strcmp(text, "en") != 0)
        return false;
    *out = strcmp(text, "zh") == 0 ? LANG_ZH : LANG_EN;
    return true;
}

/* --lang and --data may stand anywhere; they are taken out of argv. False: wrong use. */
static bool take_common(Cli *cli, int *argc, char **argv)
{
    int n = 1;

    for (int i = 1; i < *argc; i++) {
        bool is_lang = strcmp(argv[i], "--lang") == 0;
        if (!is_lang && strcmp(argv[i], "--data") != 0) {
            argv[n++] = argv[i];
            continue;
        }
        if (i + 1 == *argc)
            return false;
        i++;
        if (is_lang && !read_lang(argv[i], &cli->lang))
            return false;
        if (!is_lang)
            cli->data_dir = argv[i];
    }
    *argc = n;
    return true;
}

int cli_main(int argc, char **argv)
{
    Cli cli = {.lang = lang_of_environment(), .data_dir = g_getenv("GUANHU_DATA")};
    const CliCommand *command;

    if (!cli.data_dir)
        cli.data_dir = "guanhu-data";
    if (!take_common(&cli, &argc, argv))
        return cli_usage(&cli, NULL, text_in(cli.lang, "expected --lang zh|en and --data DIR"));
    text_use(cli.lang);
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(cli.lang);
        return argc < 2 ? 2 : 0;
    }
    command = cli_command(argv[1]);
    if (!command) {
        g_autofree char *what =
            g_strdup_printf(text_in(cli.lang, "there is no command %s"), argv[1]);
        return cli_usage(&cli, NULL, what);
    }
    return command->run(&cli, argc - 1, argv + 1);
}
