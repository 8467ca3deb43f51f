using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>Where an activity stands, by the names of its drawing.</summary>
public sealed class DefinitionNamesTests
{
    [Theory]
    [InlineData("outside", "outside")]
    [InlineData("deep", "choice > inner > deep")]
    [InlineData("inner", "choice > inner")]
    [InlineData("root", "")]
    [InlineData("gone", null)]
    public void An_activity_is_found_through_those_that_it_stands_in(string id, string? way)
    {
        using var services = new ServiceCollection().AddLogging().AddWorkflowRuntime().BuildServiceProvider();
        var registry = new ActivityRegistry(services.GetServices<Activity>());
        var inner = Draw.Node("inner", "Elsa.Sequence", ("activities", new System.Text.Json.Nodes.JsonArray(Draw.Line("first"), Draw.Line("deep"))));
        var document = WorkflowDocument.Parse(Draw.Flow().With(Draw.Line("outside"), Draw.Node("choice", "Elsa.If", ("condition", Draw.Js("true")), ("then", inner))).Json());

        var path = DefinitionNames.PathTo(document, registry, id);

        Assert.Equal(way, path is null ? null : string.Join(" > ", path.Select(step => step.Id)));
        Assert.All(path ?? [], step => Assert.Equal(DefinitionNames.Of(document, registry)[step.Id], step.Name));
    }
}
