/* cmd_feel.c - guanhu feel EXPR */
#include "cli/cli.h"

#include "app/calculator.h"

int cmd_feel(const Cli *cli, int argc, char **argv)
{
    const char *standard = NULL;
    const CliOption options[] = {
        {"standard", NULL, "standard FEEL: without 5%, 70万; a fault is null", &standard},
    };
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autofree char *value = NULL;
    char **args;
    int n;
    int rc = cli_options(cli, cli_command("feel"), options, G_N_ELEMENTS(options), argc, argv,
                         &args, &n);

    if (rc >= 0)
        return rc;
    if (n != 1)
        return cli_usage(cli, "feel", text_in(cli->lang, "which expression?"));
    value = calculator_eval(args[0], standard != NULL, diags);
    cli_print_diags(diags);
    if (!value)
        return 1;
    printf("%s\n", value);
    return 0;
}
