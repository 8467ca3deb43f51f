using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Setup;

namespace Fabrique.Web.Tests.Setup;

public sealed class CommandLineTests
{
    private static readonly Verb[] Known =
    [
        new("ranger", "range", (_, _) => Task.FromResult(0)),
        new("peser", "pèse", (_, arguments) => Task.FromResult(arguments.Count)) { Parameters = ["objet", "[unité]"] },
    ];

    [Theory]
    [InlineData]
    [InlineData("--urls", "http://localhost:5081")]
    [InlineData("/Database:Path", "x")]
    [InlineData("Database:Path=x")]
    public void Without_a_verb_the_site_is_served(params string[] args)
    {
        var command = CommandLine.Parse(args, Known);
        Assert.Null(command.Verb);
        Assert.Null(command.Problem);
        Assert.Null(command.Help);
    }

    [Theory]
    [InlineData(1, "peser", "plume")]
    [InlineData(2, "peser", "/donnees/plume", "gramme")]
    [InlineData(1, "peser", "plume", "--Database:Path", "x")]
    [InlineData(1, "peser", "plume", "Database:Path=x", "y")]
    public async Task A_verb_is_given_its_arguments_and_the_configuration_keeps_its_own(int expected, params string[] args)
    {
        var command = CommandLine.Parse(args, Known);
        Assert.Null(command.Problem);
        Assert.Equal(expected, await command.RunAsync(null!));
    }

    [Theory]
    [InlineData("peser <objet> [unité]", "peser")]
    [InlineData("peser <objet> [unité]", "peser", "plume", "gramme", "encore")]
    [InlineData("« ranger » s’écrit : ranger", "ranger", "tout")]
    [InlineData("« danser »", "danser")]
    public void A_wrong_use_is_said_with_the_right_one(string expected, params string[] args)
    {
        var problem = CommandLine.Parse(args, Known).Problem?.Replace('\u00a0', ' ');
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Contains("range", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aide")]
    [InlineData("--help")]
    public void The_help_lists_the_verbs(string asked)
    {
        var help = CommandLine.Parse([asked], Verbs.All).Help;
        Assert.All(Verbs.All, verb => Assert.Contains(verb.Usage, help, StringComparison.Ordinal));
    }
}
