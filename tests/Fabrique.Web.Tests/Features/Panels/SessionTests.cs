using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.AdmitMember;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Features.Panels.Sessions.Plan;
using Fabrique.Web.Features.Panels.Sessions.Tell;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed class SessionTests
{
    private const string Invited = "jury/convocation";
    private const string Changed = "jury/convocation-modifiee";
    private const string Withdrawn = "jury/convocation-annulee";

    [Theory, EngineData]
    public async Task A_session_is_planned_convened_moved_and_cancelled(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Show(jury.Panel.Id));
        await team.FollowAsync("Séances d’audition");
        await team.FollowAsync("Prévoir une séance");
        await team.PressAsync("Prévoir la séance", ("Day", "2026-01-20"), ("Start", "09:30"), ("Place", "Salle des cartes"), ("Order", "Drawn"), ("Seed", "42"));
        Assert.Contains("Personne n’est encore prévenu.", team.Text, StringComparison.Ordinal);
        Assert.Contains("Tiré au sort, graine 42", team.Text, StringComparison.Ordinal);
        Assert.Contains("9 h 38 – 9 h 46", team.Text, StringComparison.Ordinal);
        Assert.Empty(await MailsAsync(app, Invited));
        var session = new SampleSession(jury, await app.ReadAsync(db => db.HearingSessions.Where(session => session.PanelId == jury.Panel.Id).Select(session => session.Id).SingleAsync()));
        var drawn = (await SessionActs.ReadAsync(app, session)).Agenda.Select(item => item.Item).ToList();
        Assert.Equal(RunningOrder.Draw(jury.Items.Select(item => new Subject("Application", item.Id)), 42), drawn);

        await team.PressAsync("Convoquer");
        Assert.Contains("La séance est convoquée", team.Page.Body!.TextContent, StringComparison.Ordinal);
        var invitations = await MailsAsync(app, Invited);
        Assert.Equal(PanelActs.Voters.Length + 1, invitations.Count);
        Assert.All(invitations, mail => Assert.Equal("REQUEST", mail.CalendarMethod));
        Assert.All(invitations, mail => Assert.Contains("/ordre-du-jour.pdf", mail.TextBody, StringComparison.Ordinal));
        var heard = await MailsAsync(app, Convocation.Heard);
        Assert.Equal(2, heard.Count);
        Assert.All(heard, mail => Assert.Equal("Kenza Fauvette", mail.ToName));
        Assert.Contains(heard, mail => mail.TextBody.Contains("mardi 20 janvier 2026, de 9\u00a0h\u00a030 à 9\u00a0h\u00a038 (heure de Paris)", StringComparison.Ordinal));
        await team.PressAsync("Convoquer de nouveau");
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("personne n’est dérangé", team.Text, StringComparison.Ordinal);

        // A break moves the second hearing and the end, and nothing of the first.
        await team.GoAsync(PanelLinks.ReplanSession(jury.Panel.Id, session.Id));
        await team.PressAsync("Enregistrer la séance", ("BreakAfter[0]", "1"), ("BreakMinutes[0]", "10"));
        Assert.Contains("Pause de 10 minutes", team.Text, StringComparison.Ordinal);
        var moved = Assert.Single(await MailsAsync(app, Convocation.Moved));
        Assert.Equal(drawn[1].Id, moved.SubjectId);
        Assert.Contains("de 9\u00a0h\u00a048 à 9\u00a0h\u00a056", moved.TextBody, StringComparison.Ordinal);
        Assert.Equal(PanelActs.Voters.Length + 1, (await MailsAsync(app, Changed)).Count);

        // The same again disturbs nobody.
        await team.GoAsync(PanelLinks.ReplanSession(jury.Panel.Id, session.Id));
        await team.PressAsync("Enregistrer la séance");
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Single(await MailsAsync(app, Convocation.Moved));

        // The second is heard no more: that alone is told to whoever brings it, and the end to those who sit.
        await team.GoAsync(PanelLinks.ReplanSession(jury.Panel.Id, session.Id));
        await team.PressAsync("Enregistrer la séance", ("Order", "ByHand"), ($"Ranks[{drawn[1].Id:D}]", ""), ("BreakAfter[0]", ""), ("BreakMinutes[0]", ""));
        Assert.Equal(drawn[1].Id, Assert.Single(await MailsAsync(app, Convocation.Cancelled)).SubjectId);
        Assert.Single(await MailsAsync(app, Convocation.Moved));

        // Somebody who joins the jury is invited alone.
        var joined = await app.ActAsync("equipe", services => services.GetRequiredService<AdmitMemberHandler>().HandleAsync(new(jury.Panel.Id, jury.Panel.Version, "Élise Charme", Capacity.Advisory, ParisTime.DayOf(app.Now)), CancellationToken.None));
        Assert.True(joined.IsDone);
        await team.GoAsync(PanelLinks.Session(jury.Panel.Id, session.Id));
        await team.PressAsync("Convoquer de nouveau");
        Assert.Equal("Élise Charme", Assert.Single(await MailsAsync(app, Invited), mail => invitations.All(known => known.Id != mail.Id)).ToName);

        await team.GoAsync(PanelLinks.CancelSession(jury.Panel.Id, session.Id));
        await team.PressAsync("Annuler la séance", ("Reason", "La salle est inondée."));
        Assert.Contains("Annulée", team.Text, StringComparison.Ordinal);
        var withdrawn = await MailsAsync(app, Withdrawn);
        Assert.Equal(PanelActs.Voters.Length + 2, withdrawn.Count);
        Assert.All(withdrawn, mail => Assert.Equal("CANCEL", mail.CalendarMethod));
        Assert.All(withdrawn, mail => Assert.Contains("La salle est inondée.", mail.TextBody, StringComparison.Ordinal));
        Assert.Contains(await MailsAsync(app, Convocation.Cancelled), mail => mail.SubjectId == drawn[0].Id && mail.TextBody.Contains("La salle est inondée.", StringComparison.Ordinal));
    }

    [Theory, EngineData]
    public async Task The_order_comes_from_the_ranking_and_ties_from_the_seed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var unranked = await app.ActAsync("equipe", services => services.GetRequiredService<PlanSessionHandler>().HandleAsync(
            new PlanSession(Guid.CreateVersion7(), jury.Panel.Id, SessionActs.Plan(app, jury) with { Order = RunningOrderKind.FromRanking }), CancellationToken.None));
        Assert.Equal("session-without-ranking", unranked.Refusal?.Code);
        await PanelActs.GridAsync(app, jury);
        await PanelActs.AssessAsync(app, jury, "directeur", item: 0, first: 1, second: 2);
        await PanelActs.AssessAsync(app, jury, "directeur", item: 1, first: 5, second: 19);
        var session = await SessionActs.PlanAsync(app, jury, plan => plan with { Order = RunningOrderKind.FromRanking });
        Assert.Equal([jury.Items[1].Id, jury.Items[0].Id], (await SessionActs.ReadAsync(app, session)).Agenda.Select(item => item.ItemId));
    }

    [Fact]
    public async Task A_plan_that_makes_no_sense_is_told_beside_its_fields()
    {
        await using var app = await FabriqueApp.StartAsync();
        var jury = await PanelActs.JuryAsync(app);
        using var team = await app.BrowseAsync("equipe");
        var rank = $"Ranks[{jury.Items[0].Id:D}]";
        foreach (var (field, value, told) in new[]
        {
            ("Day", "2026-01-11", "ne se prévoit pas dans le passé"),
            ("Day", "31/31/31", "ne convient pas"),
            ("Place", "", "Dites où l’on se retrouve"),
            ("Link", "http://visio.example", "commencer par https://"),
            ("Pitch", "0", "de 1 à 240"),
            ("Questions", "240", "dure d’une minute à"),
            ("Seed", "beaucoup", "nombre"),
            ("BreakAfter[0]", "2", "Une pause vient après une audition qui n’est pas la dernière"),
            ("BreakMinutes[0]", "10", "Une pause vient après une audition qui n’est pas la dernière"),
            (rank, "premier", "n’est pas un rang"),
            (rank, "-1", "n’est pas un rang"),
        })
        {
            await team.GoAsync(PanelLinks.PlanSession(jury.Panel.Id));
            var form = team.Prepare("Prévoir la séance", ("Day", "2026-01-20"), ("Start", "09:30"), ("Place", "Salle des cartes"));
            await team.SendAsync(form with { Values = [.. form.Values.Where(known => known.Key != field), new(field, value)] });
            Assert.True(team.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict, $"{field}={value}: {team.Status}");
            Assert.Contains(told, team.Text, StringComparison.Ordinal);
        }

        await team.GoAsync(PanelLinks.PlanSession(jury.Panel.Id));
        await team.PressAsync("Prévoir la séance", ("Day", "2026-01-20"), ("Start", "09:30"), ("Place", "Salle des cartes"), (rank, ""), ($"Ranks[{jury.Items[1].Id:D}]", " "));
        Assert.Contains("au moins une candidature", team.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.ReadAsync(db => db.HearingSessions.CountAsync(session => session.PanelId == jury.Panel.Id)));

        var foreign = await app.ActAsync("equipe", services => services.GetRequiredService<PlanSessionHandler>().HandleAsync(
            new PlanSession(Guid.CreateVersion7(), jury.Panel.Id, SessionActs.Plan(app, jury) with { Items = [Guid.CreateVersion7()] }), CancellationToken.None));
        Assert.Equal("session-item-not-judged", foreign.Refusal?.Code);
        var notTheirs = await app.ActAsync("directrice", services => services.GetRequiredService<PlanSessionHandler>().HandleAsync(
            new PlanSession(Guid.CreateVersion7(), jury.Panel.Id, SessionActs.Plan(app, jury)), CancellationToken.None));
        Assert.Equal("session-not-yours-to-plan", notTheirs.Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task A_session_is_led_without_script_and_the_quorum_is_told_at_every_moment(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var session = await SessionActs.PlanAsync(app);
        var live = PanelLinks.Live(session.PanelId, session.Id);
        using var clerk = await app.BrowseAsync("equipe");
        using var chair = await app.BrowseAsync("directrice");
        await clerk.GoAsync(live);
        Assert.Contains("Quorum non atteint : 0 sur 8 membres qui votent, il en faut 4.", clerk.Text, StringComparison.Ordinal);
        Assert.Contains("Personne n’est là pour présider : la séance ne peut pas s’ouvrir.", clerk.Text, StringComparison.Ordinal);
        Assert.Equal("session-nobody-presides", (await SessionActs.LeadAsync(app, "equipe", session, SessionEvent.Open)).Refusal?.Code);

        await chair.GoAsync(live);
        Assert.Null(chair.Page.QuerySelectorAll("main button").FirstOrDefault(button => button.TextContent.Contains("Ouvrir", StringComparison.Ordinal)));
        await chair.PressAsync("Je suis là");
        Assert.Contains("Vous êtes là.", chair.Text, StringComparison.Ordinal);
        Assert.Equal("session-without-quorum", (await SessionActs.LeadAsync(app, "equipe", session, SessionEvent.Open)).Refusal?.Code);
        await clerk.GoAsync(live);
        Assert.Contains("Préside : Perrine Bouleau.", clerk.Text, StringComparison.Ordinal);
        foreach (var name in new[] { "Octave Tamaris", "Solène Aubépine", "Daphné Lavande" })
        {
            await clerk.PressAsync($"Arrivée : {name}");
        }

        Assert.Contains("Quorum atteint : 4 sur 8 membres qui votent, il en faut 4.", clerk.Text, StringComparison.Ordinal);
        await clerk.PressAsync("Ouvrir la séance");
        await clerk.PressAsync($"Appeler la suivante : {session.Jury.Items[0].Reference}");
        Assert.Contains("Présentation – minuteur arrêté", clerk.Text, StringComparison.Ordinal);
        Assert.Contains("3 min 00 s", clerk.Text, StringComparison.Ordinal);
        await clerk.PressAsync("Démarrer");
        await app.JumpAsync(app.Now.AddSeconds(70));
        await chair.GoAsync(live);
        Assert.Equal("oui", chair.Page.QuerySelector("[data-timer]")!.GetAttribute("data-running"));
        Assert.Matches("1 min [0-9]{2} s", chair.Text);
        await chair.PressAsync("+ 1 minute");
        Assert.Matches("2 min [0-9]{2} s", chair.Text);
        await chair.PressAsync("Passer aux questions");
        Assert.Contains("5 min 00 s", chair.Text, StringComparison.Ordinal);

        // Somebody leaves: the quorum is lost, and says why.
        Assert.True((await SessionActs.AttendAsync(app, "coach", session, AttendanceKind.Departure)).IsDone);
        await clerk.GoAsync(live);
        Assert.Contains("Quorum non atteint : 3 sur 8 membres qui votent, il en faut 4.", clerk.Text, StringComparison.Ordinal);
        await clerk.PressAsync("Suspendre");
        Assert.Contains("Suspendue", clerk.Text, StringComparison.Ordinal);
        Assert.Null(clerk.Page.QuerySelectorAll("main button").FirstOrDefault(button => button.TextContent.Contains("Démarrer", StringComparison.Ordinal)));
        await clerk.PressAsync("Reprendre la séance");

        // Once it has begun its agenda is what it is.
        Assert.Equal("session-begun", (await SessionActs.ReplanAsync(app, session, SessionActs.Plan(app, session.Jury) with { At = new TimeOnly(15, 0) })).Refusal?.Code);
        await clerk.GoAsync(PanelLinks.ReplanSession(session.PanelId, session.Id));
        Assert.Contains("son ordre du jour ne se refait plus", clerk.Text, StringComparison.Ordinal);
        await clerk.GoAsync(PanelLinks.CancelSession(session.PanelId, session.Id));
        Assert.Contains("elle ne s’annule plus, elle se clôt", clerk.Text, StringComparison.Ordinal);
        await clerk.GoAsync(PanelLinks.WaiveQuorum(session.PanelId, session.Id));
        Assert.Contains("son quorum ne change plus", clerk.Text, StringComparison.Ordinal);
        await clerk.GoAsync(live);
        await clerk.PressAsync("Clore la séance");
        Assert.Contains("La séance est close", clerk.Text, StringComparison.Ordinal);
        Assert.Equal("session-closed", (await SessionActs.AttendAsync(app, "directrice", session, AttendanceKind.Departure)).Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task Whoever_left_for_an_item_sees_nothing_of_it_and_alone_reads_why(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.RecuseAsync(app, jury, "directeur");
        var session = await SessionActs.BeginAsync(app, jury);
        Assert.True((await SessionActs.NoteAsync(app, "equipe", session, 0, 0, "Le coût n’est pas chiffré.")).IsDone);
        var live = PanelLinks.Live(session.PanelId, session.Id);

        using var recused = await app.BrowseAsync("directeur");
        await recused.GoAsync(live);
        Assert.Contains("Vous vous êtes déporté·e de cette candidature.", recused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("chiffré", recused.Page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lire la candidature", recused.Text, StringComparison.Ordinal);
        Assert.Empty(recused.Page.QuerySelectorAll("#notes textarea"));
        await recused.GoAsync($"{live}?notes={jury.Items[0].Id:D}");
        Assert.DoesNotContain("chiffré", recused.Page.Source.Text, StringComparison.Ordinal);

        // They are the deputy chair: they may lead, but nothing of that item.
        Assert.Equal("session-recused", (await SessionActs.TimeAsync(app, "directeur", session, TimerAct.Start)).Refusal?.Code);
        Assert.Equal("session-recused", (await SessionActs.NoteAsync(app, "directeur", session, 0, 1, "Moi.")).Refusal?.Code);

        using var other = await app.BrowseAsync("manager");
        await other.GoAsync(live);
        Assert.Contains("Sorti·e", other.Text, StringComparison.Ordinal);
        Assert.Contains("7 sur 8 membres qui votent, il en faut 4 (un membre s’est retiré pour ce point)", other.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("déporté", other.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("amie d’enfance", other.Page.Source.Text, StringComparison.Ordinal);
        Assert.Contains("Le coût n’est pas chiffré.", other.Text, StringComparison.Ordinal);
        await other.GoAsync(PanelLinks.Projection(session.PanelId, session.Id));
        Assert.Contains(jury.Items[0].Title, other.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Octave Tamaris", other.Page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("chiffré", other.Page.Source.Text, StringComparison.Ordinal);

        // The next item is theirs again.
        Assert.True((await SessionActs.CallAsync(app, "directeur", session, jury.Items[0].Id, 1)).IsDone);
        await recused.GoAsync(live);
        Assert.DoesNotContain("déporté", recused.Text, StringComparison.Ordinal);
        Assert.Contains("Lire la candidature", recused.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task What_may_not_be_done_in_a_session_is_refused_with_its_reason(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var session = await SessionActs.BeginAsync(app);
        var items = session.Jury.Items;
        var stranger = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Élise Charme").Select(person => person.Id).SingleAsync());
        (string Code, Task<Outcome> Act)[] acts =
        [
            ("attendance-not-of-the-panel", SessionActs.AttendAsync(app, "equipe", session, AttendanceKind.Arrival, stranger)),
            ("attendance-not-of-the-panel", SessionActs.AttendAsync(app, "agent", session, AttendanceKind.Arrival)),
            ("attendance-already-there", SessionActs.AttendAsync(app, "manager", session, AttendanceKind.Arrival)),
            ("attendance-not-there", SessionActs.AttendAsync(app, "equipe", session, AttendanceKind.Departure)),
            ("attendance-not-yours", SessionActs.AttendAsync(app, "manager", session, AttendanceKind.Departure, session.Jury.People["coach"])),
            ("session-not-yours-to-lead", SessionActs.LeadAsync(app, "manager", session, SessionEvent.Close)),
            ("session-not-yours-to-lead", SessionActs.CallAsync(app, "manager", session, items[0].Id, 1)),
            ("session-not-yours-to-lead", SessionActs.TimeAsync(app, "manager", session, TimerAct.Start)),
            ("session-not-yours-to-lead", SessionActs.NoteAsync(app, "manager", session, 0, 0, "Non.")),
            ("session-unknown-event", SessionActs.LeadAsync(app, "equipe", session, (SessionEvent)9)),
            ("session-unknown-timer", SessionActs.TimeAsync(app, "equipe", session, (TimerAct)9)),
            ("session-extension", SessionActs.TimeAsync(app, "equipe", session, TimerAct.Extend, seconds: 100_000)),
            ("session-already-extended", SessionActs.TimeAsync(app, "equipe", session, TimerAct.Extend, shown: 240)),
            ("session-phase-current", SessionActs.TimeAsync(app, "equipe", session, TimerAct.Pitch)),
            ("session-item-current", SessionActs.CallAsync(app, "equipe", session, items[0].Id, 0)),
            ("session-moved-on", SessionActs.CallAsync(app, "equipe", session, null, 1)),
            ("session-moved-on", SessionActs.TimeAsync(app, "equipe", session, TimerAct.Start, item: 1)),
            ("session-notes-unchanged", SessionActs.NoteAsync(app, "equipe", session, 0, 0, "")),
            ("session-unknown", SessionActs.LeadAsync(app, "equipe", session with { Id = Guid.CreateVersion7() }, SessionEvent.Close)),
        ];
        foreach (var (code, act) in acts)
        {
            Assert.Equal(code, (await act).Refusal?.Code);
        }

        var elsewhere = await app.ActAsync("equipe", services => services.GetRequiredService<CallItemHandler>().HandleAsync(new CallItem(session.Id, items[0].Id, Guid.CreateVersion7()), CancellationToken.None));
        Assert.Equal("session-item-unknown", elsewhere.Refusal?.Code);
        var untouched = await SessionActs.ReadAsync(app, session);
        Assert.Equal((items[0].Id, 180, false), (untouched.CurrentId, untouched.Timer.Seconds, untouched.Timer.IsRunning));
    }

    [Theory, EngineData]
    public async Task Two_who_lead_pass_over_nothing_and_overwrite_nothing(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var session = await SessionActs.BeginAsync(app);
        var (first, second) = (session.Jury.Items[0], session.Jury.Items[1]);
        var live = PanelLinks.Live(session.PanelId, session.Id);
        using var clerk = await app.BrowseAsync("equipe");
        using var other = await app.BrowseAsync("admin");
        await clerk.GoAsync(live);
        await other.GoAsync(live);
        var late = other.Prepare("Enregistrer les notes", ("Notes", "Vu par l’autre."));
        await clerk.PressAsync("Enregistrer les notes", ("Notes", "Vu par le secrétariat."));
        Assert.Contains("Les notes sont enregistrées.", clerk.Text, StringComparison.Ordinal);
        await other.SendAsync(late);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("Vu par le secrétariat.", other.Text, StringComparison.Ordinal);
        Assert.Contains("Vu par l’autre.", other.Page.QuerySelector("#notes textarea")!.TextContent, StringComparison.Ordinal);
        await other.PressAsync("Enregistrer les notes", ("Notes", "Vu par le secrétariat.\nVu par l’autre."));
        Assert.Equal(("Vu par le secrétariat.\nVu par l’autre.", 2), (await SessionActs.ReadAsync(app, session)).Agenda.Where(item => item.ItemId == first.Id).Select(item => (item.Notes, item.NotesNumber)).Single());

        // Both call the next one: it is called once.
        var called = await AtOnce.RunAsync(2, _ => SessionActs.CallAsync(app, "equipe", session, first.Id, 1));
        Assert.Equal(1, called.Count(outcome => outcome.IsDone));
        Assert.Equal("session-item-current", Assert.Single(called, outcome => !outcome.IsDone).Refusal!.Code);
        Assert.Equal(second.Id, (await SessionActs.ReadAsync(app, session)).CurrentId);

        // What was left may still be noted, by its own link.
        await clerk.GoAsync($"{live}?notes={first.Id:D}");
        await clerk.PressAsync("Enregistrer les notes", ("Notes", "Relu."));
        Assert.Equal("Relu.", (await SessionActs.ReadAsync(app, session)).Agenda[0].Notes);
    }

    [Theory, EngineData]
    public async Task A_second_convocation_needs_no_quorum_and_says_why(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var session = await SessionActs.PlanAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.WaiveQuorum(session.PanelId, session.Id));
        await team.PressAsync("Tenir la séance sans condition de quorum", ("Reason", "Deuxième convocation."));
        Assert.Contains("Sans condition de quorum : Deuxième convocation.", team.Text, StringComparison.Ordinal);
        Assert.True((await SessionActs.AttendAsync(app, "directrice", session, AttendanceKind.Arrival)).IsDone);
        Assert.True((await SessionActs.LeadAsync(app, "equipe", session, SessionEvent.Open)).IsDone);
        await team.GoAsync(PanelLinks.Live(session.PanelId, session.Id));
        Assert.Contains("Séance sans condition de quorum : Deuxième convocation.", team.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_open_for_those_who_read_the_jury_and_are_planned_by_those_who_run_it()
    {
        await using var app = await FabriqueApp.StartAsync();
        var session = await SessionActs.PlanAsync(app);
        var (panel, id) = (session.PanelId, session.Id);
        string[] read = [PanelLinks.Sessions(panel), PanelLinks.Session(panel, id), PanelLinks.Live(panel, id), PanelLinks.Projection(panel, id), PanelLinks.Agenda(panel, id)];
        string[] plan = [PanelLinks.PlanSession(panel), PanelLinks.ReplanSession(panel, id), PanelLinks.WaiveQuorum(panel, id), PanelLinks.CancelSession(panel, id)];
        foreach (var (account, reads, plans) in new[] { ("equipe", true, true), ("admin", true, true), ("auditeur", true, false), ("directrice", true, false), ("coach", true, false), ("agent", false, false) })
        {
            using var browser = await app.BrowseAsync(account);
            foreach (var (path, isOpen) in read.Select(path => (path, reads)).Concat(plan.Select(path => (path, plans))))
            {
                await browser.GoAsync(path);
                Assert.True(browser.Status == (isOpen ? HttpStatusCode.OK : HttpStatusCode.NotFound), $"{account} {path}: {browser.Status}");
            }
        }

        // A session of another jury is not found under this one.
        var other = await PanelActs.JuryAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Live(other.Panel.Id, id));
        Assert.Equal(HttpStatusCode.NotFound, team.Status);
    }

    [Fact]
    public async Task The_agenda_in_a_file_tells_hours_and_titles_only()
    {
        await using var app = await FabriqueApp.StartAsync();
        var session = await SessionActs.BeginAsync(app);
        Assert.True((await SessionActs.NoteAsync(app, "equipe", session, 0, 0, "Confidentiel")).IsDone);
        using var member = await app.BrowseAsync("manager");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, PanelLinks.Agenda(session.PanelId, session.Id)));
        request.Headers.Add("Cookie", member.CookieHeader);
        using var answer = await client.SendAsync(request);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        var text = PdfPages.Read(await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains(PdfPages.Close("9 h 30 – 9 h 38"), text, StringComparison.Ordinal);
        Assert.Contains(PdfPages.Close(session.Jury.Items[1].Reference), text, StringComparison.Ordinal);
        Assert.DoesNotContain("Confidentiel", text, StringComparison.Ordinal);
    }

    private static Task<List<Domain.Messages.OutgoingMail>> MailsAsync(FabriqueApp app, string template) =>
        app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == template).OrderBy(mail => mail.CreatedAt).ThenBy(mail => mail.Id).ToListAsync());
}
