using System.Net;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Delegations;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Features.Admissibility;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Delegations;

/// <summary>Somebody is away: who acts, what it says, and what becomes of what waits for them. The demonstration's day is 12 January 2026.</summary>
public sealed class DelegationPagesTests
{
    private const string Opinion = "Donner votre avis sur « Passerelle";

    [Theory]
    [EngineData]
    public async Task A_substitute_finds_the_tasks_and_their_act_says_for_whom(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var away = await app.BrowseAsync("directrice");
        using var substitute = await app.BrowseAsync("coach");
        var task = await TaskOfAsync(app, "Perrine Bouleau");
        await substitute.GoAsync(TaskLinks.Open(task.Id));
        Assert.Equal(HttpStatusCode.NotFound, substitute.Status);

        await EnterAsync(away, DelegationLinks.Mine, "Enregistrer mon absence", ("Substitute", "Daphné Lavande"));
        Assert.Contains("Daphné Lavande agit à votre place", away.Text, StringComparison.Ordinal);
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == "commun/suppleance"));
        Assert.Equal("Daphné Lavande", mail.ToName);
        Assert.Contains("Perrine Bouleau", mail.Subject, StringComparison.Ordinal);

        await substitute.GoAsync(TaskLinks.MySpace);
        Assert.Contains("ous suppléez Perrine Bouleau jusqu’au 16 janvier 2026", substitute.Text, StringComparison.Ordinal);
        await substitute.GoAsync(TaskLinks.All);
        Assert.Contains(Opinion, substitute.Text, StringComparison.Ordinal);
        await substitute.GoAsync(TaskLinks.Open(task.Id));
        Assert.Contains("Vous agissez par suppléance de Perrine Bouleau", substitute.Text, StringComparison.Ordinal);
        await substitute.PressAsync("Enregistrer mon avis", ("Verdict", "Favourable"));
        Assert.Contains("Votre avis est enregistré.", substitute.Text, StringComparison.Ordinal);

        var done = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == task.Id));
        Assert.Equal((await PersonAsync(app, "Daphné Lavande"), await PersonAsync(app, "Perrine Bouleau")), (done.CompletedById, done.CompletedForId));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync($"/candidatures/{await ReferenceAsync(app, task)}");
        Assert.Contains("Daphné Lavande, par suppléance de Perrine Bouleau", team.Text, StringComparison.Ordinal);
        Assert.Contains("donné par Daphné Lavande", team.Text, StringComparison.Ordinal);

        // The holder who comes back reads what was done for them.
        await away.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Opinion, task.Id));
        Assert.Contains("Cette tâche a déjà été faite", away.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task A_mail_to_a_substitute_says_in_whose_place_it_reaches_them(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var away = await app.BrowseAsync("directrice");
        var task = await TaskOfAsync(app, "Perrine Bouleau");
        await EnterAsync(away, DelegationLinks.Mine, "Enregistrer mon absence", ("Substitute", "Daphné Lavande"));
        var mails = await app.ActAsync("equipe", async services =>
        {
            var db = services.GetRequiredService<FabriqueDbContext>();
            await services.GetRequiredService<SubjectMessages>().WriteToHoldersAsync("commun/relance-tache", await db.WorkItems.SingleAsync(item => item.Id == task.Id), procedure: null, CancellationToken.None);
            await db.SaveChangesAsync();
            return await db.OutgoingMails.Where(mail => mail.Template == "commun/relance-tache" && mail.TaskId == task.Id).ToDictionaryAsync(mail => mail.ToName, mail => mail);
        });
        const string Reason = "Vous recevez ce message parce que vous suppléez Perrine Bouleau.";
        Assert.Contains(Reason, mails["Daphné Lavande"].TextBody, StringComparison.Ordinal);
        Assert.Contains(Reason, WebUtility.HtmlDecode(mails["Daphné Lavande"].HtmlBody), StringComparison.Ordinal);
        Assert.DoesNotContain("suppléez", mails["Perrine Bouleau"].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_meanwhile_is_written_to_both_and_no_longer_once_it_is_over()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var away = await app.BrowseAsync("directrice");
        await EnterAsync(away, DelegationLinks.Mine, "Enregistrer mon absence", ("Substitute", "daphne.lavande@fabrique.example"), ("Scope", $"{CallCode}:{await CallAsync(app):D}"));
        using var agent = await app.BrowseAsync("agent");
        await ApplyAsync(app, agent, "Estuaire – lire les marées");
        Assert.Equal(["Daphné Lavande", "Octave Tamaris", "Perrine Bouleau"], await AskedAsync(app, "Estuaire"));

        await away.GoAsync(DelegationLinks.Mine);
        await away.FollowAsync("Terminer : Daphné Lavande agit à votre place");
        await away.PressAsync("Terminer la suppléance");
        Assert.Contains("La suppléance est terminée.", away.Text, StringComparison.Ordinal);
        await ApplyAsync(app, agent, "Lagune – suivre le niveau");
        Assert.Equal(["Octave Tamaris", "Perrine Bouleau"], await AskedAsync(app, "Lagune"));
    }

    [Fact]
    public async Task Nobody_judges_their_own_case_in_the_place_of_somebody_else()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var away = await app.BrowseAsync("directrice");
        await EnterAsync(away, DelegationLinks.Mine, "Enregistrer mon absence", ("Substitute", "Kenza Fauvette"));
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(TaskLinks.MySpace);
        Assert.Contains("ous suppléez Perrine Bouleau", applicant.Text, StringComparison.Ordinal);
        await applicant.GoAsync(TaskLinks.Open((await TaskOfAsync(app, "Perrine Bouleau")).Id));
        Assert.Equal(HttpStatusCode.NotFound, applicant.Status);

        // Another’s case is for her to judge, and she reads of it.
        using var other = await app.BrowseAsync("agent2");
        await ApplyAsync(app, other, "Estuaire – lire les marées");
        Assert.Equal(["Kenza Fauvette", "Octave Tamaris", "Perrine Bouleau"], await AskedAsync(app, "Estuaire"));
        await ApplyAsync(app, applicant, "Lagune – suivre le niveau");
        Assert.Equal(["Octave Tamaris", "Perrine Bouleau"], await AskedAsync(app, "Lagune"));
    }

    [Theory]
    [EngineData]
    public async Task Nothing_waits_on_somebody_who_is_away_without_a_substitute(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var away = await app.BrowseAsync("directrice");
        using var team = await app.BrowseAsync("equipe");
        var open = await TaskOfAsync(app, "Perrine Bouleau");
        await EnterAsync(away, DelegationLinks.Mine, "Enregistrer mon absence");
        Assert.Contains("Vous êtes absent·e, sans suppléance", away.Text, StringComparison.Ordinal);

        await team.GoAsync(TaskLinks.All);
        Assert.Contains(Opinion, team.Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.Template == "commun/tache-sans-personne" && mail.ToName == "Anouk Églantine" && mail.SubjectId == open.SubjectId)));
        await team.GoAsync($"/candidatures/{await ReferenceAsync(app, open)}");
        Assert.Contains("passe à l’équipe de la Fabrique", team.Text, StringComparison.Ordinal);

        // What is asked meanwhile reaches the team at once.
        using var agent = await app.BrowseAsync("agent");
        await ApplyAsync(app, agent, "Estuaire – lire les marées");
        await team.GoAsync(TaskLinks.All);
        Assert.Contains("Donner votre avis sur « Estuaire", team.Text, StringComparison.Ordinal);

        // She may have it back.
        await away.GoAsync(TaskLinks.Hold(open.Id));
        await away.PressAsync("Reprendre la tâche");
        await away.GoAsync(ModuleSamples.TaskPage(ApplicationTasks.Opinion, open.Id));
        await away.PressAsync("Enregistrer mon avis", ("Verdict", "Favourable"));
        Assert.Contains("Votre avis est enregistré.", away.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Every_night_tasks_that_wait_on_nobody_are_passed_on_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var task = await TaskOfAsync(app, "Perrine Bouleau");
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Data.FabriqueDbContext>();
            (await db.StaffMembers.SingleAsync(person => person.FullName == "Perrine Bouleau")).Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
            await db.SaveChangesAsync();
        }

        await CheckAsync(app);
        await CheckAsync(app);

        Assert.Empty(await app.ReadAsync(db => TaskHolders.Stranded(db, app.Now).ToListAsync()));
        Assert.Equal(AppRoles.Team, (await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == task.Id))).AssigneeRole);
        Assert.Equal(1, await app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => entry.SubjectId == task.SubjectId && entry.Sentence.Contains("passe à l’équipe"))));
    }

    [Fact]
    public async Task When_nobody_is_left_an_incident_says_so()
    {
        await using var app = await FabriqueApp.StartAsync();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Data.FabriqueDbContext>();
            foreach (var person in await db.StaffMembers.ToListAsync())
            {
                person.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
            }

            await db.SaveChangesAsync();
        }

        for (var night = 0; night <= LedgerSource.Ladder.Count; night++)
        {
            await CheckAsync(app);
        }

        var failed = await app.ReadAsync(db => db.DueAttempts.Where(attempt => attempt.Source == "stranded-tasks").ToListAsync());
        Assert.NotEmpty(failed);
        Assert.All(failed, attempt => Assert.Contains("n’attend plus personne", attempt.LastError, StringComparison.Ordinal));
        Assert.All(failed, attempt => Assert.NotNull(attempt.FailedAt));
    }

    [Fact]
    public async Task What_cannot_be_entered_is_told_and_what_was_typed_stays()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("directrice");
        await RefusedAsync("ne répond à « Zéphyrin »", ("Substitute", "Zéphyrin"));
        await RefusedAsync("ne répond à « personne@nulle.part »", ("Substitute", "personne@nulle.part"));
        await RefusedAsync("Personne ne se supplée", ("Substitute", "Perrine Bouleau"));
        await RefusedAsync("ne commence pas dans le passé", ("From", "2026-01-11"));
        await RefusedAsync("qui vienne après le premier", ("Until", "2026-01-11"));
        await RefusedAsync("Sans suppléant, l’absence porte sur tout", ("Scope", "Role:Directeur"));
        await RefusedAsync("Choisissez la portée dans la liste", ("Scope", $"{CallCode}:{Guid.NewGuid():D}"), ("Substitute", "Daphné Lavande"));
        Assert.Equal(0, await app.ReadAsync(db => db.Delegations.CountAsync()));

        async Task RefusedAsync(string sentence, params (string Name, string Value)[] typed)
        {
            await browser.GoAsync(DelegationLinks.Mine);
            var form = browser.Prepare("Enregistrer mon absence", ("From", "2026-01-12"), ("Until", "2026-01-16"), ("Reason", "Un motif gardé."));
            foreach (var (name, value) in typed)
            {
                form = form.With(name, value);
            }

            await browser.SendAsync(form);
            Assert.Equal(HttpStatusCode.Conflict, browser.Status);
            Assert.Contains(sentence, browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
            Assert.Contains("Un motif gardé.", browser.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_is_still_to_come_is_told_so_and_withdrawn_not_ended()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var away = await app.BrowseAsync("directrice");
        await EnterAsync(away, DelegationLinks.Mine, "Enregistrer mon absence", ("From", "2026-01-13"), ("Substitute", "daphne lavande"));
        Assert.Contains("Daphné Lavande agira à votre place", away.Text, StringComparison.Ordinal);
        await away.FollowAsync("Annuler : Daphné Lavande agira à votre place");
        Assert.DoesNotContain("Dès maintenant", away.Text, StringComparison.Ordinal);
        await away.PressAsync("Annuler la suppléance");
        Assert.Contains("La suppléance est annulée.", away.Text, StringComparison.Ordinal);

        var id = await app.ReadAsync(db => db.Delegations.Select(delegation => delegation.Id).SingleAsync());
        await away.GoAsync(DelegationLinks.End(id));
        Assert.Contains("Daphné Lavande devait agir à votre place", away.Text, StringComparison.Ordinal);
        Assert.Contains("déjà annulée", away.Text, StringComparison.Ordinal);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(DelegationLinks.All);
        Assert.Contains("Annulée le 12 janvier 2026", team.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_team_enters_somebody_elses_and_nobody_else_does()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(DelegationLinks.New);
        Assert.DoesNotContain("facultatif", team.Page.QuerySelector("label[for=Reason]")!.TextContent, StringComparison.Ordinal);
        await EnterAsync(team, DelegationLinks.New, "Enregistrer l’absence", ("Person", "Perrine Bouleau"), ("Substitute", "Octave Tamaris"), ("Reason", ""));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        Assert.Contains("Dites pourquoi", team.Text, StringComparison.Ordinal);
        await EnterAsync(team, DelegationLinks.New, "Enregistrer l’absence", ("Person", "Perrine Bouleau"), ("Substitute", "octave TAMARIS"), ("Reason", "Prévenu par téléphone."));
        Assert.Contains("Octave Tamaris agit à la place de Perrine Bouleau", team.Text, StringComparison.Ordinal);
        Assert.Equal(["Octave Tamaris", "Perrine Bouleau"], await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == "commun/suppleance").Select(mail => mail.ToName).Order().ToListAsync()));

        using var away = await app.BrowseAsync("directrice");
        await away.GoAsync(TaskLinks.MySpace);
        Assert.Contains("Motif : Prévenu par téléphone.", away.Text, StringComparison.Ordinal);
        Assert.Contains("Enregistrée par Anouk Églantine.", away.Text, StringComparison.Ordinal);

        var id = await app.ReadAsync(db => db.Delegations.Select(delegation => delegation.Id).SingleAsync());
        using var other = await app.BrowseAsync("agent");
        await other.GoAsync(DelegationLinks.End(id));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);

        await team.GoAsync(DelegationLinks.All + "?etat=a-venir");
        Assert.Contains("Aucune absence ne répond à ces filtres.", team.Text, StringComparison.Ordinal);
        await team.GoAsync(DelegationLinks.All + "?recherche=octave");
        Assert.Contains("1 absence", team.Text, StringComparison.Ordinal);
    }

    private static string CallCode => "Call";

    private static Task EnterAsync(FormBrowser browser, string page, string button, params (string Name, string Value)[] typed) => FillAsync(browser, page, button, [("From", "2026-01-12"), ("Until", "2026-01-16"), .. typed]);

    private static async Task FillAsync(FormBrowser browser, string page, string button, (string Name, string Value)[] typed)
    {
        await browser.GoAsync(page);
        await browser.PressAsync(button, typed);
    }

    private static async Task ApplyAsync(FabriqueApp app, FormBrowser browser, string title)
    {
        await browser.GoAsync("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles");
        await browser.PressAsync(
            "Relire et déposer",
            ("Answers[title]", title),
            ("Answers[problem]", "Un problème."),
            ("Answers[solution]", "Une solution."),
            ("Answers[first-users]", "Des usagers."));
        await browser.PressAsync("Déposer ma candidature");
        Assert.Contains("Votre candidature est déposée.", browser.Text, StringComparison.Ordinal);
        await browser.FollowAsync("Suivre ma candidature");
        await browser.GoAsync($"{browser.Address.AbsolutePath}/responsable");
        await browser.PressAsync("Enregistrer mon responsable", ("Person", "Solène Aubépine"));
        var id = await app.ReadAsync(db => db.Applications.Where(application => application.Title == title).Select(application => application.Id).SingleAsync());
        await HandlerCases.ApproveAsync(app, id);
        await AdmissibilityActs.AdmitAsync(app, id);
    }

    private static async Task CheckAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<StrandedTasks>>().RunAsync(CancellationToken.None);
    }

    private static Task<WorkItem> TaskOfAsync(FabriqueApp app, string director) => app.ReadAsync(db => db.WorkItems.SingleAsync(item =>
        item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open && item.Title.Contains("Passerelle") && db.StaffMembers.Any(person => person.Id == item.AssigneeId && person.FullName == director)));

    private static Task<Guid?> PersonAsync(FabriqueApp app, string name) => app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == name).Select(person => (Guid?)person.Id).SingleAsync());

    private static Task<Guid> CallAsync(FabriqueApp app) => app.ReadAsync(db => db.Calls.Where(call => call.Slug == "services-deconcentres-mieux-outilles").Select(call => call.Id).SingleAsync());

    private static Task<string> ReferenceAsync(FabriqueApp app, WorkItem task) => app.ReadAsync(db => db.Applications.Where(application => application.Id == task.SubjectId).Select(application => application.Reference).SingleAsync());

    private static Task<List<string>> AskedAsync(FabriqueApp app, string title) => app.ReadAsync(db => db.OutgoingMails
        .Where(mail => mail.Template == "candidature/demande-avis" && db.Applications.Any(application => application.Id == mail.SubjectId && application.Title.StartsWith(title)))
        .Select(mail => mail.ToName)
        .Order()
        .ToListAsync());
}
