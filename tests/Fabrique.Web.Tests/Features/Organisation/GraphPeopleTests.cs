using Fabrique.Web.Features.Organisation.FollowSources;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Platform.Graph;

namespace Fabrique.Web.Tests.Features.Organisation;

public sealed class GraphPeopleTests
{
    private static readonly (string, string, string)[] Units = [("sg", "Secrétariat général", "SG"), ("eau-a", "Service de l’eau", ""), ("eau-b", "Service de l’eau", ""), ("ddt", "DDT", "DDT")];

    [Theory]
    [InlineData("Secrétariat général", "sg")]
    [InlineData(" SECRETARIAT GENERAL ", "sg")]
    [InlineData("sg", "sg")]
    [InlineData("DDT", "ddt")]
    [InlineData("Service de l’eau", null)]
    [InlineData("Ailleurs", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_unit_is_known_by_its_name_when_it_is_alone_to_have_it(string? department, string? code) =>
        Assert.Equal([new PersonLine(null, "a@x.fr", code, "b@x.fr")], GraphPeople.Complete([], [new GraphPerson("a@x.fr", department, "b@x.fr"), new GraphPerson("A@x.fr", "SG", null)], Units));

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(null, null, null)]
    public void An_account_is_active_as_the_file_says_or_else_as_the_directory_does(bool? file, bool? graph, bool? expected) => Assert.Equal(
        expected,
        Assert.Single(GraphPeople.Complete([new PersonLine(2, "a@x.fr", null, null, file)], [new GraphPerson("a@x.fr", null, null, graph)], Units)).IsActive);

    [Fact]
    public void Whoever_came_back_under_a_new_account_has_not_left() => Assert.True(
        Assert.Single(GraphPeople.Complete([], [new GraphPerson("a@x.fr", "DDT", null, false), new GraphPerson("A@x.fr", "SG", null, true)], Units)).IsActive);

    [Fact]
    public void Files_have_the_last_word() => Assert.Equal(
        [new PersonLine(2, "A@x.fr", "ddt", "b@x.fr"), new PersonLine(3, "c@x.fr", "sg", "-"), new PersonLine(4, "d@x.fr", null, null), new PersonLine(null, "e@x.fr", "sg", null)],
        GraphPeople.Complete(
            [new PersonLine(2, "A@x.fr", "ddt", null), new PersonLine(3, "c@x.fr", null, "-"), new PersonLine(4, "d@x.fr", null, null)],
            [new GraphPerson("a@x.fr", "SG", "b@x.fr"), new GraphPerson("c@x.fr", "SG", "b@x.fr"), new GraphPerson("e@x.fr", "SG", null)],
            Units));
}
