using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Calls;

public sealed class CallPagesTests
{
    private const string Demo = "services-deconcentres-mieux-outilles";
    private const string Apply = $"/candidatures/nouvelle?appel={Demo}";
    private const string Submit = "Déposer ma candidature";

    private static readonly (string Name, string Value)[] Idea =
        [("Answers[title]", "Balise – les chantiers, au jour le jour"), ("Answers[problem]", "Dix appels par chantier."), ("Answers[solution]", "Une carte."), ("Answers[first-users]", "Deux directions.")];

    [Theory]
    [EngineData]
    public async Task The_team_prepares_schedules_and_moves_a_call_that_opens_and_closes_on_the_minute(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        var (opens, closes) = (ParisTime.DayOf(app.Now).AddDays(3), ParisTime.DayOf(app.Now).AddDays(20));
        await team.GoAsync(CallLinks.Management);
        await team.FollowAsync("Préparer un appel");
        await team.PressAsync(
            "Enregistrer l’appel",
            ("Title", "Saison 7 : l’eau, partout"), ("Theme", "L’eau"), ("Presentation", "Une idée pour l’eau ?"), ("OpeningDay", Iso(opens)), ("OpeningHour", "08:05"), ("ClosingDay", Iso(closes)), ("ClosingHour", "17:45"),
            ("Places", "3"), ("Envelope", "90 000,50 €"), ("Criteria", "Le problème\nL’usage"), ("Questions", "Qui ?\nTout agent."), ("ContactEmail", "eau@fabrique.example"));
        Assert.True(team.Address.AbsolutePath == CallLinks.Manage("saison-7-l-eau-partout"), team.Text);
        Assert.Contains("au moins une personne dont l’avis sera demandé", team.Text, StringComparison.Ordinal);
        using (var anybody = app.Browse())
        {
            await anybody.GoAsync(CallLinks.Show("saison-7-l-eau-partout"));
            Assert.Equal(HttpStatusCode.NotFound, anybody.Status);
        }

        await team.GoAsync(CallLinks.Jurors("saison-7-l-eau-partout"));
        await team.PressAsync("Enregistrer les directions", ("Other", "Octave Tamaris"));
        await team.FollowAsync("Programmer l’appel");
        Assert.Contains("à 8 h 05 (heure de Paris) : l’appel ouvre", team.Text, StringComparison.Ordinal);
        var version = (await app.Services.GetRequiredService<WorkflowDefinitionStore>().GetPublishedAsync(CallProcedures.Definition))!.Id;
        await team.PressAsync("Programmer l’appel", ("Procedure", version));
        var call = await CallAsync(app, "saison-7-l-eau-partout");
        Assert.Equal((CallStatus.Scheduled, version, 90_000.50m), (call.Status, call.ProcedureVersionId, call.Envelope));
        Assert.Equal(["Le problème", "L’usage"], call.Criteria);
        Assert.Equal([new CallQuestion("Qui ?", "Tout agent.")], call.Questions);

        // Moved a day earlier, it opens a day earlier: the procedure does not sleep on.
        await team.GoAsync(CallLinks.Change(call.Slug));
        await team.PressAsync("Enregistrer les modifications", ("OpeningDay", Iso(opens.AddDays(-1))));
        call = await CallAsync(app, call.Slug);
        await app.TravelAsync(call.OpensAt.AddSeconds(-1));
        Assert.Equal(CallStatus.Scheduled, (await CallAsync(app, call.Slug)).Status);
        await app.TravelAsync(call.OpensAt);
        Assert.Equal(CallStatus.Open, (await CallAsync(app, call.Slug)).Status);
        using (var anybody = app.Browse())
        {
            await anybody.GoAsync("/");
            Assert.Contains("Saison 7 : l’eau, partout", anybody.Text, StringComparison.Ordinal);
            Assert.Contains("Saison 6", anybody.Text, StringComparison.Ordinal);
            Assert.Contains("(heure de Paris)", anybody.Text, StringComparison.Ordinal);
        }

        await team.GoAsync(CallLinks.Change(call.Slug));
        await team.PressAsync("Enregistrer les modifications", ("ClosingHour", "17:00"));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("donnez le motif de la correction", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer les modifications", ("ClosingHour", "17:00"), ("Reason", "Une coupure est prévue."));
        Assert.Contains("Motif : Une coupure est prévue.", team.Text, StringComparison.Ordinal);
        call = await CallAsync(app, call.Slug);
        Assert.Equal(ParisTime.ToUtc(closes, new TimeOnly(17, 0)), call.ClosesAt);
        await app.TravelAsync(call.ClosesAt);
        Assert.Equal(CallStatus.Closed, (await CallAsync(app, call.Slug)).Status);
    }

    [Theory]
    [EngineData]
    public async Task Applications_begin_in_the_version_that_the_call_chose(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var store = app.Services.GetRequiredService<WorkflowDefinitionStore>();
        var first = (await store.GetPublishedAsync(CallProcedures.Definition))!;
        var call = await app.ReadAsync(db => db.Calls.SingleAsync(call => call.Slug == Demo));
        await app.ReadAsync(db => db.Database.ExecuteSqlAsync($"update calls set procedure_version_id = {first.Id} where id = {call.Id}"));
        await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(HandlerCases.Changed(first.ToDocument(), "Une autre version."));
        var second = (await store.GetPublishedAsync(CallProcedures.Definition))!;
        Assert.NotEqual(first.Id, second.Id);

        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(Apply);
        await agent.PressAsync("Relire et déposer", Idea);
        await agent.PressAsync(Submit);
        var id = await app.ReadAsync(db => db.Applications.Where(application => application.Title == Idea[0].Value).Select(application => application.Id).SingleAsync());
        await using var scope = app.Services.CreateAsyncScope();
        var instance = Assert.Single(await scope.ServiceProvider.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { CorrelationId = new Subject("Application", id).ToCorrelationId() }));
        Assert.Equal(first.Id, instance.DefinitionVersionId);
    }

    [Theory]
    [EngineData]
    public async Task Whoever_was_granted_time_submits_after_the_closing_and_the_others_do_not(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var call = await CallAsync(app, Demo);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.Graces(Demo));
        await team.PressAsync("Accorder le délai", ("Person", "Kenza Fauvette"), ("UntilDay", Iso(ParisTime.DayOf(call.ClosesAt).AddDays(2))), ("UntilHour", "12:30"), ("Reason", "Mission outre-mer."));
        Assert.Contains("Kenza Fauvette", team.Text, StringComparison.Ordinal);
        await app.TravelAsync(call.ClosesAt.AddHours(1));

        using var late = await app.BrowseAsync("agent2");
        await late.GoAsync(CallLinks.Show(Demo));
        Assert.Contains("Cet appel est clos depuis", late.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Un délai personnel", late.Text, StringComparison.Ordinal);

        using var granted = await app.BrowseAsync("agent");
        await granted.GoAsync(CallLinks.Show(Demo));
        Assert.Contains("Un délai personnel vous est accordé", granted.Text, StringComparison.Ordinal);
        await granted.FollowAsync("Proposer une idée");
        await granted.PressAsync("Relire et déposer", Idea);
        await granted.PressAsync(Submit);
        Assert.Contains("Votre candidature est déposée.", granted.Text, StringComparison.Ordinal);

        await team.GoAsync(CallLinks.Graces(Demo));
        await team.FollowAsync("Retirer le délai de Kenza Fauvette");
        await team.PressAsync("Retirer le délai");
        Assert.Contains("Le délai de Kenza Fauvette est retiré.", team.Text, StringComparison.Ordinal);
        await granted.GoAsync(CallLinks.Show(Demo));
        Assert.Contains("Cet appel est clos depuis", granted.Text, StringComparison.Ordinal);
        Assert.Equal(2, await app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => entry.SubjectId == call.Id && entry.Sentence.Contains("Kenza"))));
    }

    [Theory]
    [EngineData]
    public async Task A_call_for_some_units_is_for_those_beneath_and_tells_the_others_so(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.ReadAsync(async db =>
        {
            var call = await db.Calls.SingleAsync(call => call.Slug == Demo);
            var unit = await db.OrganisationUnits.SingleAsync(unit => unit.Code == "ddt-69");
            call.AddressTo([], app.Now);
            db.Entry(call).Property(known => known.Audience).CurrentValue = [unit.Id];
            return await db.SaveChangesAsync();
        });
        using var beneath = await app.BrowseAsync("agent");
        await beneath.GoAsync(CallLinks.Show(Demo));
        Assert.Contains("et de ceux qui en dépendent : DDT", beneath.Text, StringComparison.Ordinal);
        Assert.Contains("Proposer une idée", beneath.Text, StringComparison.Ordinal);

        using var other = await app.BrowseAsync("directrice");
        await other.GoAsync(Apply);
        Assert.Contains("le vôtre n’en fait pas partie", other.Text, StringComparison.Ordinal);
        await other.GoAsync("/mon-espace");
        Assert.DoesNotContain("Proposer une idée à l’appel « Saison 6", other.Text, StringComparison.Ordinal);
        await other.GoAsync("/appels");
        Assert.Contains("réservé à certains services", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_made_after_another_takes_what_it_says_its_public_and_its_directions()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.Duplicate("territoires-sobres"));
        await team.PressAsync("Créer l’appel", ("Title", "Saison 7 : territoires sobres"));
        var (model, copy) = (await CallAsync(app, "territoires-sobres"), await CallAsync(app, "saison-7-territoires-sobres"));
        Assert.Equal((CallStatus.Draft, model.Theme, model.Envelope, 2), (copy.Status, copy.Theme, copy.Envelope, copy.Jurors.Count));
        Assert.Equal(model.Criteria, copy.Criteria);
        Assert.Equal(model.Questions, copy.Questions);
        Assert.True(copy.OpensAt > app.Now);
        Assert.Equal(ParisTime.FromUtc(model.ClosesAt).TimeOfDay, ParisTime.FromUtc(copy.ClosesAt).TimeOfDay);

        // The same title again takes the next free address; a typed one that is taken, or reserved, is refused.
        await team.GoAsync(CallLinks.Duplicate("territoires-sobres"));
        await team.PressAsync("Créer l’appel", ("Title", "Saison 7 : territoires sobres"));
        Assert.Equal(CallLinks.Manage("saison-7-territoires-sobres-2"), team.Address.AbsolutePath);
        foreach (var (address, sentence) in new[] { ("territoires-sobres", "est déjà l’adresse d’un autre appel"), ("gestion", "est un mot que le site réserve"), ("Été", "L’adresse s’écrit en minuscules") })
        {
            await team.GoAsync(CallLinks.Duplicate("territoires-sobres"));
            await team.PressAsync("Créer l’appel", ("Title", "Saison 8"), ("Address", address));
            Assert.Equal(HttpStatusCode.Conflict, team.Status);
            Assert.Contains(sentence, team.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EngineData]
    public async Task A_call_that_was_never_announced_is_deleted_with_all_that_is_its_own(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var call = await HandlerCases.CallAsync(app, hasForm: true);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.Manage(call.Slug));
        await team.FollowAsync("Supprimer");
        await team.PressAsync("Supprimer l’appel");
        Assert.Equal(CallLinks.Management, team.Address.AbsolutePath);
        Assert.False(await app.ReadAsync(db => db.Calls.AnyAsync(other => other.Id == call.Id)));
        Assert.False(await app.ReadAsync(db => db.Forms.AnyAsync(form => form.Id == call.FormId)));

        await team.GoAsync(CallLinks.Delete(Demo));
        Assert.Contains("ne peut plus être supprimé", team.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dates_that_do_not_follow_each_other_are_marked_and_linked()
    {
        await using var app = await FabriqueApp.StartAsync();
        var call = await HandlerCases.CallAsync(app, hasForm: false);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.Change(call.Slug));
        await team.PressAsync("Enregistrer les modifications", ("ClosingDay", Iso(ParisTime.DayOf(call.OpensAt).AddDays(-1))));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.NotNull(team.Page.QuerySelector(".dsfr-error-summary a[href='#ClosingDay']"));
        await team.PressAsync("Enregistrer les modifications", ("ClosingDay", Iso(ParisTime.DayOf(call.ClosesAt))), ("LettersOn", Iso(ParisTime.DayOf(call.OpensAt))));
        Assert.NotNull(team.Page.QuerySelector(".dsfr-error-summary a[href='#LettersOn']"));
    }

    /// <summary>Whatever the model has of its own: a form whose draft went on after its publication, a version of the procedure, messages, a public.</summary>
    [Theory]
    [EngineData]
    public async Task A_call_made_after_another_takes_its_form_its_procedure_its_messages_and_its_public(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var model = await HandlerCases.CallAsync(app, hasForm: true);
        var store = app.Services.GetRequiredService<WorkflowDefinitionStore>();
        var pinned = (await store.GetPublishedAsync(CallProcedures.Definition))!;
        var unit = await app.ReadAsync(db => db.OrganisationUnits.Where(unit => unit.Code == "ddt-69").Select(unit => unit.Id).SingleAsync());
        var shipped = new MessageText("Reçu", "Reçu.", "Vous candidatez.", "Bonjour,");
        var author = new RevisionAuthor((await HandlerCases.PersonAsync(app, "admin")).Id, app.Now, "Pour cet appel.");
        var cases = MessageScope.OfCases(CallSubject.SubjectCode, model.Id);
        var juror = (await HandlerCases.PersonAsync(app, "directrice")).Id;
        await app.ReadAsync(async db =>
        {
            var call = await db.Calls.Include(call => call.Jurors).SingleAsync(call => call.Id == model.Id);
            call.AddJuror(juror);
            call.AddressTo([unit], app.Now);
            call.Prefer(pinned.Id);
            var design = await db.Forms.SingleAsync(form => form.Id == model.FormId);
            Assert.Null(design.Change(new AddField(new FormField("", "Publiée", FieldKind.Text)), app.Now, ApplicationForms.Requirements));
            design.Publish(HandlerCases.Id(app), app.Now, null, ApplicationForms.Requirements);
            Assert.Null(design.Change(new AddField(new FormField("", "Pas encore publiée", FieldKind.Text)), app.Now, ApplicationForms.Requirements));

            // Written for the cases of the call, and for a step of theirs; another call’s stays its own.
            foreach (var scope in new[] { new MessageScope("", "", cases), new MessageScope("candidature", "acknowledge", cases), new MessageScope("", "", MessageScope.OfCases(CallSubject.SubjectCode, Guid.NewGuid())) })
            {
                var message = MessageOverride.Of(HandlerCases.Id(app), "candidature/accuse-de-reception", scope);
                Assert.True(message.Write(shipped with { Subject = $"Reçu pour l’appel, {scope.Step}" }, shipped, shipped, author).IsDone);
                Assert.True(message.Write(shipped with { Subject = $"Bien reçu pour l’appel, {scope.Step}" }, shipped, shipped, author).IsDone);
                db.MessageOverrides.Add(message);
            }

            return await db.SaveChangesAsync();
        });
        await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(HandlerCases.Changed(pinned.ToDocument(), "Une autre version."));

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.Duplicate(model.Slug));
        await team.PressAsync("Créer l’appel", ("Title", "Saison 9 : comme la précédente"));
        Assert.Equal(CallLinks.Manage("saison-9-comme-la-precedente"), team.Address.AbsolutePath);
        var copy = await CallAsync(app, "saison-9-comme-la-precedente");
        Assert.Equal((pinned.Id, unit, juror), (copy.ProcedureVersionId, Assert.Single(copy.Audience), Assert.Single(copy.Jurors).StaffMemberId));

        var form = await app.ReadAsync(db => db.Forms.AsNoTracking().Include(form => form.Versions).SingleAsync(form => form.Id == copy.FormId));
        Assert.NotEqual(model.FormId, copy.FormId);
        Assert.Equal((copy.FormCode, 1, "Publiée"), (form.Code, Assert.Single(form.Versions).Number, form.InForce!.Form.Fields[^1].Label));
        Assert.Equal(("Pas encore publiée", true), (form.Draft.Fields[^1].Label, form.HasChanges));

        var theirs = MessageScope.OfCases(CallSubject.SubjectCode, copy.Id);
        var messages = await app.ReadAsync(db => db.MessageOverrides.AsNoTracking().Include(message => message.Revisions).Where(message => message.Cases == theirs).OrderBy(message => message.Step).ToListAsync());
        Assert.Equal([new MessageScope("", "", theirs), new MessageScope("candidature", "acknowledge", theirs)], messages.Select(message => message.Scope));
        Assert.Equal(["Bien reçu pour l’appel, ", "Bien reçu pour l’appel, acknowledge"], messages.Select(message => Assert.Single(message.Revisions).Text!.Subject));
        Assert.Equal(2, await app.ReadAsync(db => db.MessageOverrides.CountAsync(message => message.Cases == cases)));

        // Whoever then schedules it is offered the version that the model had, although another is in force.
        await team.GoAsync(CallLinks.Schedule(copy.Slug));
        Assert.Equal(pinned.Id, team.Page.QuerySelector("[name=Procedure] option[selected], [name=Procedure]:checked")?.GetAttribute("value"));
    }

    /// <summary>The same instant is told to them wherever they read until when.</summary>
    [Fact]
    public async Task Whoever_was_granted_time_reads_it_everywhere()
    {
        await using var app = await FabriqueApp.StartAsync();
        var application = (await app.DraftAsync("agent")).Application;
        var call = await app.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync(call => call.Id == application.CallId));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.Graces(call.Slug));
        await team.PressAsync("Accorder le délai", ("Person", "Kenza Fauvette"), ("UntilDay", Iso(ParisTime.DayOf(call.ClosesAt).AddDays(2))), ("UntilHour", "12:00"), ("Reason", "Mission."));
        Assert.Equal(HttpStatusCode.OK, team.Status);
        using var agent = await app.BrowseAsync("agent");
        foreach (var page in new[] { $"/candidatures/{application.Reference}/modifier", $"/candidatures/{application.Reference}/depot", Apply, "/mon-espace" })
        {
            await agent.GoAsync(page);
            Assert.Contains($"{FrenchDate.Day(ParisTime.DayOf(call.ClosesAt).AddDays(2))} à 12 h (heure de Paris) – délai personnel", agent.Text, StringComparison.Ordinal);
        }

        using var other = await app.BrowseAsync("agent2");
        await other.GoAsync(Apply);
        Assert.DoesNotContain("délai personnel", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_comes_back_with_a_sentence_beside_its_field()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.New);
        await team.PressAsync("Enregistrer l’appel", ("Title", "Essai"), ("Theme", "Un thème"), ("Presentation", "Des mots."), ("Places", "3"), ("Envelope", "beaucoup"), ("Questions", "Une question sans réponse ?"), ("ContactEmail", "pas une adresse"));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        Assert.Contains("Écrivez un montant en euros", team.Text, StringComparison.Ordinal);
        Assert.Contains("n’a pas de réponse", team.Text, StringComparison.Ordinal);
        Assert.Contains("Écrivez une adresse de courriel complète", team.Text, StringComparison.Ordinal);
        Assert.Contains("Essai", team.Page.QuerySelector("[name=Title]")!.GetAttribute("value"), StringComparison.Ordinal);
        Assert.Equal(2, await app.ReadAsync(db => db.Calls.CountAsync()));
    }

    [Fact]
    public async Task A_version_that_a_call_chose_is_not_deleted()
    {
        await using var app = await FabriqueApp.StartAsync();
        var call = await HandlerCases.CallAsync(app, CallStatus.Scheduled);
        await app.ReadAsync(db => db.Database.ExecuteSqlAsync($"update calls set procedure_version_id = 'v' where id = {call.Id}"));
        await using var scope = app.Services.CreateAsyncScope();
        var uses = scope.ServiceProvider.GetServices<Web.Platform.Drawings.VersionUse>();
        Assert.Contains(call.Title, await Assert.Single(uses).FindAsync("v", CancellationToken.None), StringComparison.Ordinal);
        Assert.Null(await Assert.Single(uses).FindAsync("w", CancellationToken.None));
    }

    [Fact]
    public async Task The_funnel_counts_each_stage()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(CallLinks.Manage("territoires-sobres"));
        var rows = team.Page.QuerySelectorAll("table tbody tr").Select(row => FormBrowser.Fold(row.TextContent)).ToList();
        Assert.Contains(rows, row => row.StartsWith("Déposées 5 100", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("Décidées 3 60", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("Retenues 1 33", StringComparison.Ordinal));
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<CallForApplications> CallAsync(FabriqueApp app, string slug) => app.ReadAsync(db => db.Calls.Include(call => call.Jurors).SingleAsync(call => call.Slug == slug));
}
