using System.Net;
using AngleSharp.Dom;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Forms;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>What the team writes in a form, as it is read and filled by those who apply; and what the product fills in for them.</summary>
public sealed class FormAsReadTests
{
    private const string Slug = "services-deconcentres-mieux-outilles";
    private const string Save = "Enregistrer le brouillon";
    private const string InDraft = "Enregistrer dans le brouillon";

    private static readonly string Apply = $"/candidatures/nouvelle?appel={Slug}";

    [Theory]
    [EngineData]
    public async Task A_help_an_example_and_a_limit_in_words_are_read_beside_the_question_and_held(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(FormLinks.Show(Slug));
        await team.PressAsync("Faire le formulaire de cet appel");
        await team.GoAsync(FormLinks.EditField(Slug, ApplicationForms.Problem));
        await team.PressAsync(InDraft, ("Hint", "Qui le rencontre ?"), ("Example", "Douze communes, chaque été."), ("MaximumWords", "5"));
        await team.GoAsync(FormLinks.Publish(Slug));
        await team.PressAsync("Publier cette version");
        Assert.Equal(HttpStatusCode.OK, team.Status);

        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(Apply);
        Assert.Contains("Qui le rencontre ? Par exemple : Douze communes, chaque été. 5 mots au plus.", LabelOf(agent), StringComparison.Ordinal);

        // What stands alone between spaces is no word; what an apostrophe or a hyphen joins is one.
        await agent.PressAsync(Save, ("Answers[title]", "Girouette"), ("Answers[problem]", "L’été, c’est-à-dire juillet : trop chaud partout !"));
        Assert.Equal(HttpStatusCode.BadRequest, agent.Status);
        var area = agent.Page.QuerySelector("textarea[name='Answers[problem]']")!;
        Assert.Equal("L’été, c’est-à-dire juillet : trop chaud partout !", area.TextContent.Trim());
        var described = area.GetAttribute("aria-describedby")!.Split(' ').Select(id => FormBrowser.Fold(agent.Page.GetElementById(id)?.TextContent ?? ""));
        Assert.Contains(described, text => text.Contains("ce texte compte 6 mots, pour 5 au plus. Raccourcissez-le.", StringComparison.Ordinal));
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == "Girouette")));
        await agent.PressAsync(Save, ("Answers[problem]", "L’été, c’est-à-dire juillet : trop chaud !"));
        Assert.Contains("Votre brouillon est enregistré.", agent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task The_unit_of_whoever_begins_is_filled_in_as_long_as_it_is_open(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await AskAsync(app, new FormField("", "Votre service", FieldKind.Unit));
        Assert.Equal("Service de l’habitat", await UnitOfAsync(app, "agent"));
        Assert.Null(await UnitOfAsync(app, "agent2"));

        // Saved as it is shown, it is that unit; nothing was kept before.
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(Apply);
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == "Girouette")));
        await agent.PressAsync(Save, ("Answers[title]", "Girouette"));
        var kept = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Title == "Girouette"));
        var unit = await app.ReadAsync(db => db.OrganisationUnits.SingleAsync(unit => unit.Code == "ddt-69-habitat"));
        Assert.Equal(new UnitValue(unit.Id, unit.Name), kept.Answers["votre-service"]);

        await app.ReadAsync(db => db.OrganisationUnits.Where(one => one.Id == unit.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.ClosedAt, app.Now)));
        Assert.Null(await UnitOfAsync(app, "agent"));
    }

    [Theory]
    [EngineData]
    public async Task The_answers_of_a_former_application_are_taken_up_for_whoever_wrote_them(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var former = (await app.SubmitNewAsync("agent")).Application;
        await AskAsync(app, new FormField("", "Effectif", FieldKind.Whole));
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(Apply);
        Assert.Equal("", Shown(agent, ApplicationForms.Problem));
        await agent.FollowAsync($"« {former.Title} » ({former.Reference})");
        Assert.Contains($"modele={former.Reference}", agent.Address.Query, StringComparison.Ordinal);
        foreach (var key in new[] { ApplicationForms.Problem, ApplicationForms.Solution, ApplicationForms.FirstUsers })
        {
            Assert.Equal(former.Answers.Text(key), Shown(agent, key));
        }

        // Another application, which leaves the former as it is.
        await agent.PressAsync(Save, ("Answers[title]", "Girouette"), ("Answers[solution]", "Autrement."), ("Answers[effectif]", "12"));
        var second = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Title == "Girouette"));
        Assert.Equal((former.Answers.Text(ApplicationForms.Problem), "Autrement."), (second.Answers.Text(ApplicationForms.Problem), second.Answers.Text(ApplicationForms.Solution)));
        Assert.Equal(former.Answers, (await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == former.Id))).Answers);

        // Nobody else’s.
        using var other = await app.BrowseAsync("agent2");
        await other.GoAsync($"{Apply}&modele={former.Reference}");
        Assert.Equal((HttpStatusCode.OK, ""), (other.Status, Shown(other, ApplicationForms.Problem)));
    }

    [Fact]
    public async Task Where_an_application_stands_is_read_before_what_its_author_wrote()
    {
        await using var app = await FabriqueApp.StartAsync();
        var application = (await app.SubmitNewAsync("agent")).Application;
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ApplicationLinks.Show(application.Reference));
        var text = agent.Page.QuerySelectorAll("main .fab-prose").First(paragraph => paragraph.TextContent.Contains(application.Answers.Text(ApplicationForms.Problem)[..40], StringComparison.Ordinal));
        foreach (var standing in new[] { agent.Page.QuerySelector("main .fr-badge")!, agent.Page.QuerySelector(".fab-timeline")! })
        {
            Assert.True(standing.CompareDocumentPosition(text).HasFlag(DocumentPositions.Following), standing.OuterHtml);
        }
    }

    private static string LabelOf(FormBrowser browser) => FormBrowser.Fold(browser.Page.QuerySelector("[data-question=problem]")!.TextContent);

    private static string Shown(FormBrowser browser, string key) => browser.Page.QuerySelector($"textarea[name='Answers[{key}]']")!.TextContent.Trim();

    private static async Task<string?> UnitOfAsync(FabriqueApp app, string account)
    {
        using var browser = await app.BrowseAsync(account);
        await browser.GoAsync(Apply);
        return browser.Page.QuerySelectorAll("select[name='Answers[votre-service]'] option[selected]").Select(option => option.TextContent.Trim()).FirstOrDefault(text => !text.StartsWith("Sélectionn", StringComparison.Ordinal));
    }

    /// <summary>The open call asks one question more than the model.</summary>
    private static Task<int> AskAsync(FabriqueApp app, FormField question) => app.ReadAsync(async db =>
    {
        var call = await db.Calls.SingleAsync(call => call.Status == CallStatus.Open);
        var design = FormDesign.Start(Guid.CreateVersion7(), call.FormCode, "Essai", ApplicationForms.Default, app.Now);
        Assert.Null(design.Change(new AddField(question), app.Now, ApplicationForms.Requirements));
        design.Publish(Guid.CreateVersion7(), app.Now, null, ApplicationForms.Requirements);
        db.Forms.Add(design);
        call.Ask(design.Id);
        return await db.SaveChangesAsync();
    });
}
