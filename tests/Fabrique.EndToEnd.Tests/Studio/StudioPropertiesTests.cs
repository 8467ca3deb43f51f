using System.Text.Json.Nodes;
using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>What may be written about a step and about a procedure, in every tab.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioPropertiesTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task A_step_is_written_as_code_and_tried_and_a_variable_comes_and_goes()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("proprietes", "Propriétés", Drawing.Flow("racine", Drawing.Line("ligne", "Bonjour"))));
        await studio.OpenAsync("proprietes?etape=ligne");
        await studio.Selected.WaitForAsync();

        await studio.CodeAsync("Texte", "JavaScript", "6 * 7");
        foreach (var tab in new[] { "Output", "Common", "Commit Strategy", "Log", "Info" })
        {
            await studio.OpenTabAsync(tab);
        }

        await Assertions.Expect(visitor.Page.GetByText("Workflow1:racine:ligne")).ToBeVisibleAsync();
        await studio.OpenTabAsync("Test");
        await visitor.Page.RunAndWaitForResponseAsync(
            () => visitor.Page.Locator("#studio").GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync(),
            answer => answer.Url.EndsWith("/tests/activities", StringComparison.Ordinal) && answer.Ok);
        await Assertions.Expect(visitor.Page.Locator("#studio tr", new() { HasText = "Status" }).First).ToBeVisibleAsync();

        await studio.OpenTabAsync("Variables");
        await studio.DeclareAsync("Add variable", "compteur");

        await studio.OpenAsync("proprietes?etape=ligne");
        await Assertions.Expect(visitor.Page.Locator("#studio .monaco-editor:visible").First).ToContainTextAsync("7");
        await studio.OpenTabAsync("Variables");
        await Assertions.Expect(visitor.Page.Locator("#studio tr", new() { HasText = "compteur" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_step_takes_what_the_procedure_declares_and_executes_with_it()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("syntaxes", "Syntaxes", Drawing.Flow("racine", Drawing.Line("ligne", "Bonjour")), Drawing.Variable("mot", "Salut")));
        await studio.OpenAsync("syntaxes?etape=ligne");
        await studio.Selected.WaitForAsync();
        await studio.OpenTabAsync("Input/output");
        await studio.DeclareAsync("Add input", "qui");
        await studio.DeclareAsync("Add output", "resultat");
        await Assertions.Expect(visitor.Page.Locator("#studio tr", new() { HasText = "qui" })).ToContainTextAsync("Exécution");

        await studio.ChooseSyntaxAsync("Texte", "Entrée");
        // Another save may be on its way: the one that is looked at holds a choice.
        var saved = visitor.Page.WaitForRequestAsync(request => StudioWindow.IsSave(request) && ((string?)Text(request)["value"])?.Contains("qui", StringComparison.Ordinal) == true);
        await studio.ChooseAsync("Texte", "qui - Input 1");
        var text = Text(await saved);
        Assert.Equal(("Input", "qui"), ((string)text["type"]!, (string)JsonNode.Parse((string)text["value"]!)!["name"]!));

        await studio.ChooseSyntaxAsync("Texte", "Variable");
        await studio.ChooseAsync("Texte", "mot");
        Assert.Equal("Salut", await WrittenAsync(visitor, studio));

        await studio.OpenAsync("syntaxes?etape=ligne");
        await studio.Selected.WaitForAsync();
        await studio.CodeAsync("Texte", "Liquid", "{{ Variables.mot | upcase }}");
        Assert.Equal("SALUT", await WrittenAsync(visitor, studio));
    }

    private static JsonNode Text(IRequest save) => JsonNode.Parse(save.PostData!)!["model"]!["root"]!["activities"]![0]!["text"]!["expression"]!;

    /// <summary>Executes what is drawn, and reads what its step wrote.</summary>
    private static async Task<string> WrittenAsync(Visitor visitor, StudioWindow studio)
    {
        await studio.RunAsync();
        await visitor.Page.WaitForURLAsync("**/administration/circuits/executions/*", new() { WaitUntil = WaitUntilState.Commit });
        return await visitor.Page.EvaluateAsync<string>(
            "id => fetch(`/elsa/api/activity-executions/list?workflowInstanceId=${id}`).then(answer => answer.json()).then(({ items }) => items.find(({ activityId }) => activityId === 'ligne').activityState.Text)",
            new Uri(visitor.Page.Url).Segments[^1]);
    }

    [Fact]
    public async Task An_outcome_typed_twice_is_refused_until_one_is_taken_away()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        visitor.Provoke(complaint => complaint.StartsWith("400: fetch ", StringComparison.Ordinal));
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("deux-fois", "Deux fois", Drawing.Flow("racine", Drawing.Script("script", "Oui"))));
        await studio.OpenAsync("deux-fois?etape=script");
        await studio.Selected.WaitForAsync();

        await studio.AddAsync("Issues possibles", "Non");
        await studio.AddUnsavedAsync("Issues possibles", "Oui", times: 2);
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("Votre dessin n’est pas enregistré");
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("« Oui » est deux fois dans « Issues possibles »");
        await studio.SavingAsync(() => visitor.Page.Locator("#studio .mud-chip-close-button").Last.ClickAsync());
        await Assertions.Expect(studio.Notice("refusal")).ToHaveCountAsync(0);

        await studio.OpenAsync("deux-fois");
        await Assertions.Expect(studio.Node("Exécuter un script").Locator(".x6-port-body")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_drawing_that_Studio_does_not_show_is_not_replaced_by_an_empty_one()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("invisible", "Invisible", Drawing.Flow("racine", Drawing.Script("script", "Oui"))));
        await visitor.Page.RouteAsync("**/elsa/api/workflow-definitions/by-definition-id/invisible?*", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("Oui", """Done\",\"Done""", StringComparison.Ordinal) });
        });
        await visitor.GoAsync("/administration/circuits/invisible");
        await studio.ReadyAsync();
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(0);

        await studio.DragAsync("Journal", "Écrire une ligne", 120, 120);

        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("l’enregistrer maintenant l’effacerait");
        await visitor.Page.UnrouteAllAsync();
        await studio.OpenAsync("invisible");
        await Assertions.Expect(studio.Node("Exécuter un script")).ToBeVisibleAsync();
    }
}
