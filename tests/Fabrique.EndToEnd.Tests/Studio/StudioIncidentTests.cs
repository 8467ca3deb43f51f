using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>What goes wrong while a procedure runs, and what is done to many instances from their list.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioIncidentTests(Chromium chromium, Product product)
{
    // Which of its limits an endless script meets first, statements or time, depends on the machine.
    private const string Limit = "c’est la limite";

    [Fact]
    public async Task An_expression_without_end_is_an_incident_that_the_viewer_explains()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address, width: 1440);
        // What Elsa answers for a run that fails; Studio knows it.
        visitor.Provoke(complaint => complaint.StartsWith("500: ", StringComparison.Ordinal) && complaint.EndsWith("/sans-fin/execute", StringComparison.Ordinal));
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("sans-fin", "Sans fin", Drawing.Flow("racine", Drawing.Line("avant", "Avant"), Drawing.Line("boucle", "while (true) {}", "JavaScript"))));
        await studio.OpenAsync("sans-fin");
        await studio.ReadyAsync();
        await studio.RunAsync();
        await visitor.Page.WaitForURLAsync("**/administration/circuits/executions/*", new() { WaitUntil = WaitUntilState.Commit });
        var instance = visitor.Page.Url[(visitor.Page.Url.LastIndexOf('/') + 1)..];
        await studio.Node("boucle").ClickAsync();

        await studio.OpenTabAsync("Incidents.*");
        await Assertions.Expect(visitor.Page.Locator("#studio").GetByText(Limit).First).ToBeVisibleAsync();
        await studio.OpenExecutionAsync("boucle", "Faulted");
        await visitor.Page.RunAndWaitForResponseAsync(() => studio.OpenTabAsync("Activity call stack"), answer => answer.Url.Contains("/call-stack", StringComparison.Ordinal) && answer.Ok);
        await studio.OpenTabAsync("Variables");

        // Studio's way to the logs, from the root of the site: it leads to the instance's page.
        await visitor.GoAsync($"/diagnostics/structured-logs?workflowInstanceId={instance}");
        await Assertions.Expect(visitor.Page).ToHaveURLAsync(new Uri(product.Address, $"administration/instances/{instance}").ToString());
        await visitor.ReadAsync(Limit);
    }

    [Fact]
    public async Task Many_instances_are_filtered_cancelled_and_deleted_together()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address, width: 1440);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("attente", "Attente", Drawing.Flow("racine", Drawing.Line("avant", "Avant"), Drawing.Wait("attendre"))));
        for (var instance = 0; instance < 3; instance++)
        {
            await studio.StartAsync("attente");
        }

        await visitor.GoAsync("/administration/circuits/executions");
        await studio.Row("Attente").First.WaitForAsync();
        await studio.FilterAsync("Sub status", "Cancelled");
        await Assertions.Expect(studio.Row("Attente")).ToHaveCountAsync(0);
        await studio.FilterAsync("Sub status", "Suspended");
        await Assertions.Expect(studio.Row("Attente")).ToHaveCountAsync(3);

        await studio.CheckAsync("Attente", 2);
        await studio.ActOnCheckedAsync("Cancel");
        await Assertions.Expect(studio.Row("Attente").Filter(new() { HasText = "Cancelled" })).ToHaveCountAsync(2);
        await studio.CheckAsync("Attente", 3);
        await studio.ActOnCheckedAsync("Delete");
        await Assertions.Expect(studio.Row("Attente")).ToHaveCountAsync(0);
    }
}
