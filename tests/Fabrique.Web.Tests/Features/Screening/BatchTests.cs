using System.Diagnostics;
using System.Globalization;
using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Screening;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Features.Screening.Bulk;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Tests.Features.Admissibility;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Screening;

/// <summary>Many applications at once: each is done once, or told why not.</summary>
public sealed class BatchTests
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task Five_hundred_are_done_once_each_although_the_batch_is_cut_and_a_file_changes_meanwhile(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, services => services.AddScoped<BulkAction, CutAction>());
        var ids = await FillAsync(app, ScreeningBatch.Most);
        var team = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Anouk Églantine").Select(person => person.Id).SingleAsync());
        var batch = await StartAsync(app, AssignAction.ActionCode, new() { [AssignAction.PersonField] = team.ToString("D") }, ids);

        // Withdrawn after it was chosen, before its turn comes.
        await app.ReadAsync(db => db.Applications.Where(application => application.Id == ids[7]).ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, ApplicationStatus.Withdrawn)));

        // Done before the cut.
        await app.ActAsync("equipe", services => services.GetRequiredService<SettleBatchLineHandler>().HandleAsync(new SettleBatchLine(batch, 3), Token));
        var watch = Stopwatch.StartNew();
        await RunAsync(app);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}: {ids.Count} in {watch.Elapsed.TotalSeconds:0.0} s"));
        await RunAsync(app);

        var lines = await app.ReadAsync(db => db.BatchLines.Where(line => line.BatchId == batch).OrderBy(line => line.Rank).ToListAsync());
        Assert.Equal(ScreeningBatch.Most - 1, lines.Count(line => line is { Status: BatchLineStatus.Done, Sentence: "" }));
        Assert.Equal("Cette candidature est retirée : personne n’a plus à la suivre.", Assert.Single(lines, line => line.Status is BatchLineStatus.Refused).Sentence);
        Assert.Equal(ids.Where(id => id != ids[7]).Order(), (await app.ReadAsync(db => db.ScreeningFiles.Where(file => file.AssigneeId == team).Select(file => file.Id).ToListAsync())).Order());
        Assert.Equal(ScreeningBatch.Most - 1, await app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => entry.Sentence == "Candidature suivie par Anouk Églantine." && entry.ActorId == team && entry.IsInternal)));
        Assert.NotNull(await app.ReadAsync(db => db.ScreeningBatches.Where(one => one.Id == batch).Select(one => one.EndedAt).SingleAsync()));

        // One that breaks on the way goes on after its wait, with the lines that are not told; the other beside it goes on.
        var (cut, labelled) = (await StartAsync(app, CutAction.ActionCode, [], [.. ids.Take(3)]), await StartAsync(app, PutLabelAction.ActionCode, new() { [LabelAction.LabelField] = await LabelAsync(app, "Complet") }, [.. ids.Take(3)]));
        CutAction.Breaks = true;
        await RunAsync(app);
        Assert.Equal(1, await DoneAsync(app, cut));
        Assert.Equal(3, await DoneAsync(app, labelled));
        using var browser = await app.BrowseAsync("auditeur");
        await browser.GoAsync(ScreeningLinks.Batch(cut));
        Assert.Contains("En cours : 1 sur 3.", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        Assert.Contains("il reprend de lui-même", browser.Text, StringComparison.Ordinal);
        CutAction.Breaks = false;
        await app.JumpAsync(app.Now.AddMinutes(2));
        await RunAsync(app);
        Assert.Equal(3, await DoneAsync(app, cut));
        Assert.Equal(new[] { 1, 1, 1 }, CutAction.Done.Values);
        await browser.GoAsync(ScreeningLinks.Batch(cut));
        Assert.Contains("C’est fini : 3 faites, 0 non traitée.", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_five_hundred_none_and_those_who_may_not_are_told_and_nothing_is_done()
    {
        await using var app = await FabriqueApp.StartAsync();
        var ids = await FillAsync(app, ScreeningBatch.Most + 1);
        var label = await LabelAsync(app, "À relancer");
        var name = $"Parameters[{PutLabelAction.ActionCode}.{LabelAction.LabelField}]";
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync("/instruction?recherche=lot");
        await browser.PressAsync("Aux 501 candidatures du filtre : Ajouter une étiquette", (name, label));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Un traitement par lot porte sur 500 candidatures au plus, et vous en demandez 501 : resserrez les filtres, rien n’a été fait.", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);

        await browser.GoAsync("/instruction?recherche=lot");
        await browser.PressAsync("Aux candidatures cochées : Ajouter une étiquette", (name, label));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Cochez au moins une candidature.", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync("/instruction?recherche=lot");
        await browser.PressAsync("Aux 501 candidatures du filtre : Ajouter une étiquette");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);

        await browser.GoAsync("/instruction?recherche=lot&etat=deposee");
        await browser.PressAsync("Aux candidatures cochées : Ajouter une étiquette", ("Selected", ids[500].ToString("D")));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Choisissez une étiquette dans la liste.", browser.Text, StringComparison.Ordinal);
        Assert.True(browser.Page.QuerySelector($"#choix-{ids[500]}")!.HasAttribute("checked"));

        var refused = await app.ActAsync("auditeur", services => services.GetRequiredService<StartBatchHandler>().HandleAsync(
            new StartBatch { Id = Guid.CreateVersion7(), Action = PutLabelAction.ActionCode, Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { [LabelAction.LabelField] = label }, ApplicationIds = [ids[0]], ReturnTo = "" }, Token));
        Assert.Equal("not-of-the-team", refused.Refusal?.Code);
        Assert.False(await app.ReadAsync(db => db.ScreeningBatches.AnyAsync()));
    }

    [Theory]
    [EngineData]
    public async Task What_the_filter_leaves_is_counted_first_then_confirmed_and_a_filter_that_lost_a_part_is_refused(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var ids = await FillAsync(app, 3);
        var label = await LabelAsync(app, "À relancer");
        var name = $"Parameters[{PutLabelAction.ActionCode}.{LabelAction.LabelField}]";
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync("/instruction?recherche=lot");
        await browser.PressAsync("Aux 3 candidatures du filtre : Ajouter une étiquette", (name, label));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("3 candidatures sont concernées", browser.Text, StringComparison.Ordinal);
        Assert.False(await app.ReadAsync(db => db.ScreeningBatches.AnyAsync()));

        // One more comes meanwhile: it was not counted.
        await FillAsync(app, 1, from: 3);
        await browser.PressAsync("Le faire à ces 3 candidatures");
        Assert.Contains("Traitement par lot", browser.Title, StringComparison.Ordinal);
        Assert.Equal("saved", browser.Page.DocumentElement.GetAttribute("data-typed"));
        await RunAsync(app);
        Assert.Equal(ids.Order(), await app.ReadAsync(db => db.BatchLines.Select(line => line.ApplicationId).OrderBy(id => id).ToListAsync()));

        var other = await LabelAsync(app, "Complet");
        await browser.GoAsync($"/instruction?etiquette={label}");
        await app.ReadAsync(db => db.ScreeningLabels.Where(known => known.Name == "À relancer").ExecuteDeleteAsync());
        await browser.PressAsync("Aux 3 candidatures du filtre : Ajouter une étiquette", (name, other));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Rien n’est fait : relisez la liste.", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Applications_are_found_admissible_together_and_one_that_is_no_longer_asked_says_so(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var said = await AdmissibilityActs.AdmissibleAsync(app);
        Guid[] asked = [await AdmissibilityActs.ToCheckAsync(app), await AdmissibilityActs.ToCheckAsync(app)];
        var batch = await StartAsync(app, "mark-admissible", [], [asked[0], said, asked[1]]);
        await RunAsync(app);

        var lines = await app.ReadAsync(db => db.BatchLines.Where(line => line.BatchId == batch).OrderBy(line => line.Rank).ToListAsync());
        Assert.Equal([BatchLineStatus.Done, BatchLineStatus.Refused, BatchLineStatus.Done], lines.Select(line => line.Status));
        Assert.Contains("déjà dite", lines[1].Sentence, StringComparison.Ordinal);

        // The procedure of each went on: whoever applies is told, and the team is asked to shortlist.
        Assert.Equal(2, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => asked.Contains(mail.SubjectId) && mail.Template == "candidature/recevable")));
        Assert.Equal(2, await app.ReadAsync(db => db.WorkItems.CountAsync(item => asked.Contains(item.SubjectId) && item.Kind == AdmissibilityTasks.Shortlisting && item.Status == WorkItemStatus.Open)));
    }

    /// <summary>It closes applications and sends letters: it is read and confirmed first, even for those that are ticked.</summary>
    [Theory]
    [EngineData]
    public async Task Applications_are_found_inadmissible_together_for_one_reason_once_it_is_confirmed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        Guid[] asked = [await AdmissibilityActs.ToCheckAsync(app), await AdmissibilityActs.ToCheckAsync(app)];
        var reason = await AdmissibilityActs.AddReasonAsync(app);
        var (reasonName, wordsName) = ($"Parameters[{MarkInadmissible.ActionCode}.{MarkInadmissible.ReasonField}]", $"Parameters[{MarkInadmissible.ActionCode}.{MarkInadmissible.WordsField}]");
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync("/instruction?tri=-reference");
        await browser.PressAsync("Aux candidatures cochées : Dire irrecevables", ("Selected", asked[0].ToString("D")));
        Assert.Contains("la lettre d’irrecevabilité partira avec ce motif", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Le faire à cette candidature", (wordsName, "Nous restons à votre écoute."));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Choisissez au moins un motif", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Nous restons à votre écoute.", browser.Text, StringComparison.Ordinal);

        Assert.False(await app.ReadAsync(db => db.ScreeningBatches.AnyAsync()));
        await browser.PressAsync("Le faire à cette candidature", (reasonName, reason.Code));
        Assert.Contains("Traitement par lot", browser.Title, StringComparison.Ordinal);
        await RunAsync(app);

        var letter = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == asked[0] && mail.Template == "candidature/lettre-irrecevable"));
        Assert.Contains(reason.Sentence, letter.TextBody, StringComparison.Ordinal);
        Assert.Contains("Nous restons à votre écoute.", letter.TextBody, StringComparison.Ordinal);

        // The reason goes between what was asked and what is done.
        var batch = await StartAsync(app, MarkInadmissible.ActionCode, new Dictionary<string, string>(StringComparer.Ordinal) { [MarkInadmissible.ReasonField] = reason.Code, [MarkInadmissible.WordsField] = "" }, asked);
        await app.ReadAsync(db => db.InadmissibilityReasons.Where(known => known.Id == reason.Id).ExecuteUpdateAsync(set => set.SetProperty(known => known.IsRetired, true)));
        await RunAsync(app);
        var lines = await app.ReadAsync(db => db.BatchLines.Where(line => line.BatchId == batch).OrderBy(line => line.Rank).ToListAsync());
        Assert.All(lines, line => Assert.Equal(BatchLineStatus.Refused, line.Status));
        Assert.Contains("déjà dite", lines[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("retiré de la liste", lines[1].Sentence, StringComparison.Ordinal);
        Assert.Equal([ApplicationStatus.Inadmissible, ApplicationStatus.UnderScreening], await app.ReadAsync(db => db.Applications.Where(application => asked.Contains(application.Id)).OrderBy(application => application.Id).Select(application => application.Status).ToListAsync()));
    }

    private static Task<int> DoneAsync(FabriqueApp app, Guid batch) => app.ReadAsync(db => db.BatchLines.CountAsync(line => line.BatchId == batch && line.Status == BatchLineStatus.Done));

    private static async Task<string> LabelAsync(FabriqueApp app, string name) => (await app.ReadAsync(db => db.ScreeningLabels.Where(label => label.Name == name).Select(label => label.Id).SingleAsync())).ToString("D");

    private static async Task<Guid> StartAsync(FabriqueApp app, string action, Dictionary<string, string> parameters, IReadOnlyList<Guid> ids)
    {
        var id = Guid.CreateVersion7(app.Clock.GetUtcNow());
        var outcome = await app.ActAsync("equipe", services => services.GetRequiredService<StartBatchHandler>().HandleAsync(
            new StartBatch { Id = id, Action = action, Parameters = parameters, ApplicationIds = ids, ReturnTo = ScreeningLinks.List }, Token));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
        return id;
    }

    private static async Task RunAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().RunAsync(scope.ServiceProvider.GetRequiredService<BatchSource>(), Token);
    }

    private static Task<List<Guid>> FillAsync(FabriqueApp app, int count, int from = 0) => app.ReadAsync(async db =>
    {
        var call = await db.Calls.SingleAsync(call => call.Slug == "services-deconcentres-mieux-outilles");
        var agent = await db.StaffMembers.Where(person => person.FullName == "Kenza Fauvette").Select(person => person.Id).SingleAsync();
        var ids = new List<Guid>();
        for (var number = from; number < from + count; number++)
        {
            var application = Application.StartDraft(Guid.CreateVersion7(app.Clock.GetUtcNow()), $"L-{number:000}", call.Id, agent, ApplicationForms.Fill($"Lot {number:000}", "Un problème assez long.", "Une solution.", "Des usagers."), app.Now);
            ids.Add(application.Id);
            db.Applications.Add(application);
            db.Entry(application).Property(one => one.SubmittedAt).CurrentValue = app.Now.AddMinutes(-count + number);
            db.Entry(application).Property(one => one.Status).CurrentValue = ApplicationStatus.Submitted;
        }

        await db.SaveChangesAsync();
        return ids;
    });

    /// <summary>Breaks at the second application as long as it is told to, after it has begun.</summary>
    private sealed class CutAction : BulkAction
    {
        public const string ActionCode = "cut";

        public static bool Breaks { get; set; }

        public static Dictionary<Guid, int> Done { get; } = [];

        public override string Code => ActionCode;

        public override string Label => "Couper";

        public override int Order => 900;

        public override bool IsOfferedTo(Actor actor) => true;

        public override Task<IReadOnlyList<BulkField>> FieldsAsync(ScreeningFrame frame, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<BulkField>>([]);

        public override Task<Outcome<string>> PlanAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
        {
            Done.Clear();
            return Task.FromResult(Outcome.With("Couper"));
        }

        public override Task<Refusal?> MayAsync(BulkStep step, CancellationToken cancellationToken) => Task.FromResult<Refusal?>(null);

        public override Task<string> DoAsync(BulkStep step, CancellationToken cancellationToken)
        {
            if (Breaks && Done.Count == 1)
            {
                throw new InvalidOperationException("Cut.");
            }

            Done[step.Application.Id] = Done.GetValueOrDefault(step.Application.Id) + 1;
            return Task.FromResult("");
        }
    }
}
