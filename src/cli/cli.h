/* cli.h - the commands of `guanhu`. Commands decode options, call a use case, print. No logic.
 *
 * Results go to stdout, findings, errors and progress to stderr. Exit codes: 0 done; 1 the input or
 * the check has findings; 2 wrong usage; 3 refused; 4 limit or unsupported; 69, 70 see base/err.h.
 */
#pragma once

#include <stdio.h>

#include "base/diag.h"
#include "base/err.h"

typedef struct Cli {
    Lang lang;
    const char *data_dir; /* --data, $GUANHU_DATA, or ./guanhu-data */
} Cli;

typedef struct CliCommand {
    const char *name;
    const char *arguments; /* "REGULATION …" */
    const char *summary;   /* English literal, has a Chinese pair */
    const char *example;
    int (*run)(const Cli *cli, int argc, char **argv); /* argv[0] = the command's name */
} CliCommand;

int cmd_check(const Cli *cli, int argc, char **argv);
int cmd_dmn(const Cli *cli, int argc, char **argv);
int cmd_explain(const Cli *cli, int argc, char **argv);
int cmd_feel(const Cli *cli, int argc, char **argv);
int cmd_import(const Cli *cli, int argc, char **argv);
int cmd_init(const Cli *cli, int argc, char **argv);
int cmd_measures(const Cli *cli, int argc, char **argv);
int cmd_run(const Cli *cli, int argc, char **argv);
int cmd_test(const Cli *cli, int argc, char **argv);

/* Parses argv, finds the command, runs it. Returns the exit code. */
int cli_main(int argc, char **argv);

/* One option of a command. Texts are taken as they come (bytes), never converted by a locale. */
typedef struct CliOption {
    const char *name;     /* "cycle" for --cycle */
    const char *argument; /* "CYCLE"; NULL: a switch */
    const char *help;     /* English literal, has a Chinese pair */
    const char **value;   /* set to the argument; a switch sets it to "" */
} CliOption;

/* Reads the options (up to `n_options`) and leaves the rest in argv: *out_args with *out_n texts.
 * --help prints the command's help. Returns -1 to go on, else the exit code to end with. */
int cli_options(const Cli *cli,
                const CliCommand *command,
                const CliOption *options,
                size_t n_options,
                int argc,
                char **argv,
                char ***out_args,
                int *out_n);
/* The command of that name, NULL if none. */
const CliCommand *cli_command(const char *name);

/* Prints "guanhu: message" in the language, frees nothing; returns the exit code for `error`. */
int cli_fail(const Cli *cli, const GError *error);
/* "wrong usage: …" with a pointer to --help. Returns 2. */
int cli_usage(const Cli *cli, const char *command, const char *what);
/* Prints findings to stderr (sorted). */
void cli_print_diags(Diags *diags);
