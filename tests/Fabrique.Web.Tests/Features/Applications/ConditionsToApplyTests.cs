using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Features.Forms.PublishForm;
using Fabrique.Web.Features.Forms.StartForm;
using Fabrique.Web.Tests.Features.Forms;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>A call that only some may answer, and an answer that no longer changes after a day.</summary>
public sealed class ConditionsToApplyTests
{
    private const string NotYours = "Cet appel s’adresse aux directions départementales : écrivez-nous.";
    private const string Save = "Enregistrer le brouillon";

    private static readonly CancellationToken Token = CancellationToken.None;
    private static readonly DateOnly FrozenFrom = new(2026, 1, 15);

    private static readonly (string Name, string Value)[] Fields =
    [
        ("Answers[title]", "Girouette"),
        ("Answers[problem]", "Douze heures de calcul par dossier."),
        ("Answers[solution]", "Une carte."),
        ("Answers[first-users]", "Deux directions départementales."),
    ];

    [Theory]
    [EngineData]
    public async Task Whoever_may_not_apply_learns_it_before_any_effort_and_nothing_is_kept(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (call, form) = await AskAsync(app);
        var before = await app.ReadAsync(db => db.Applications.CountAsync());
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(ApplicationLinks.Apply(call.Slug, Guid.CreateVersion7()));
        Assert.Contains("Quelques questions disent si cet appel vous est ouvert.", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("[name='Answers[problem]']"));
        await browser.PressAsync("Continuer");
        Assert.Contains("Répondez à « Service ».", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        await browser.PressAsync("Continuer", ("Answers[service]", "autre"));
        Assert.Contains(NotYours, browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("[name='Answers[problem]']"));
        Assert.Equal(before, await app.ReadAsync(db => db.Applications.CountAsync()));

        await browser.PressAsync("Continuer", ("Answers[service]", "ddt"));
        Assert.NotNull(browser.Page.QuerySelector("[name='Answers[problem]']"));
        Assert.Equal(before, await app.ReadAsync(db => db.Applications.CountAsync()));

        // Whoever answers otherwise afterwards keeps a draft, and does not submit it.
        var id = Guid.CreateVersion7(app.Clock.GetUtcNow());
        await app.DraftAsync("agent", id, form.Fill(new("title", "Idée"), new("problem", "Long."), new("solution", "Courte."), new("first-users", "Deux services"), new("service", "autre")));
        var submitted = await app.SubmitDraftAsync("agent", id);
        Assert.Equal(("not-eligible", NotYours), (submitted.Refusal?.Code, submitted.Refusal?.Sentence));
        Assert.Equal(ApplicationStatus.Draft, await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Status).SingleAsync()));
    }

    [Theory]
    [EngineData]
    public async Task An_answer_is_frozen_from_midnight_in_Paris_whatever_is_sent(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (call, _) = await AskAsync(app);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(ApplicationLinks.Apply(call.Slug, Guid.CreateVersion7()));
        await browser.PressAsync("Continuer", ("Answers[service]", "ddt"));
        await browser.PressAsync(Save, [.. Fields, ("Answers[effectif]", "12 agents")]);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var reference = await app.ReadAsync(db => db.Applications.OrderByDescending(application => application.CreatedAt).Select(application => application.Reference).FirstAsync());

        var midnight = ParisTime.ToUtc(FrozenFrom, TimeOnly.MinValue);
        await app.JumpAsync(midnight.AddSeconds(-30));
        await browser.GoAsync(ApplicationLinks.Edit(reference));
        Assert.NotNull(browser.Page.QuerySelector("[name='Answers[effectif]']"));
        var form = browser.Prepare(Save, ("Answers[effectif]", "99 agents"), ("Answers[solution]", "Deux cartes."));
        await app.JumpAsync(midnight.AddSeconds(1));
        await browser.SendAsync(form);
        var kept = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Reference == reference));
        Assert.Equal(("12 agents", "Deux cartes."), (kept.Answers.Text("effectif"), kept.Answers.Text("solution")));

        await browser.GoAsync(ApplicationLinks.Edit(reference));
        Assert.Null(browser.Page.QuerySelector("[name='Answers[effectif]']"));
        Assert.Contains("12 agents", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Cette réponse ne peut plus être modifiée depuis le 15 janvier 2026.", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
    }

    /// <summary>Gives the open call a form of its own: whose service it is decides who may apply, and a number of people is frozen.</summary>
    private static async Task<(CallForApplications Call, Form Form)> AskAsync(FabriqueApp app)
    {
        var call = await app.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync(call => call.Status == CallStatus.Open));
        await ActAsync<StartFormHandler, FormDesign>(app, handler => handler.HandleAsync(new StartForm { CallId = call.Id }, Token));
        foreach (var change in new FormEdition[]
        {
            new AddField(new FormField("", "Service", FieldKind.Choice) { Choices = [new("ddt", "Une direction départementale"), new("autre", "Un autre service")] }),
            new AddField(new FormField("", "Effectif", FieldKind.Text) { FrozenFrom = FrozenFrom }),
            new PutEligibility(null, new EligibilityRule(new CompareRule("service", RuleComparison.Is, "ddt"), NotYours)),
        })
        {
            var design = await FormBuilderTests.DesignAsync(app, call.Slug);
            await ActAsync<ChangeFormHandler, FormDesign>(app, handler => handler.HandleAsync(new ChangeForm(design.Id, design.Version, change), Token));
        }

        var version = (await FormBuilderTests.DesignAsync(app, call.Slug)).Version;
        await ActAsync<PublishFormHandler, FormReport>(app, handler => handler.HandleAsync(new PublishForm(call.Id, version), Token));
        return (call, (await app.ReadAsync(db => db.FormVersions.AsNoTracking().SingleAsync())).Form);
    }

    private static async Task ActAsync<THandler, T>(FabriqueApp app, Func<THandler, Task<Outcome<T>>> act)
        where THandler : notnull
        where T : class
    {
        var outcome = await app.ActAsync("equipe", services => act(services.GetRequiredService<THandler>()));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
    }
}
