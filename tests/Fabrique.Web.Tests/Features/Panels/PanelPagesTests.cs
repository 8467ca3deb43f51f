using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Recuse;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed class PanelPagesTests
{
    [Theory, EngineData]
    public async Task The_team_constitutes_the_jury_of_a_call_and_its_members_find_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        var call = await HandlerCases.CallAsync(app, Domain.Calls.CallStatus.Reviewing);
        await team.GoAsync(CallLinks.Manage(call.Slug));
        await team.FollowAsync("Constituer le jury");
        await team.PressAsync("Constituer le jury", ("Name", "Jury d’essai"), ("Quorum", "nombre"), ("QuorumCount", ""), ("Majority", "Absolute"));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        Assert.Contains("Donnez le nombre de membres.", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Constituer le jury", ("QuorumCount", "2"));
        Assert.Contains("Le jury est constitué", team.Text, StringComparison.Ordinal);
        Assert.Contains("2 membres qui votent, suppléants compris", team.Text, StringComparison.Ordinal);

        foreach (var (name, capacity) in new[] { ("Perrine Bouleau", "Voting"), ("Octave Tamaris", "Voting"), ("Daphné Lavande", "Advisory") })
        {
            await team.FollowAsync("Ajouter un membre");
            await team.PressAsync("Ajouter au jury", ("Person", name), ("Capacity", capacity));
            Assert.Contains("La personne est ajoutée au jury.", team.Text, StringComparison.Ordinal);
        }

        await team.FollowAsync("Présidence et secrétariat");
        await team.PressAsync("Enregistrer", ("Chair", (await PersonAsync(app, "Perrine Bouleau")).ToString("D")), ("Clerk", "Perrine Bouleau"));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("le procès-verbal porte deux signatures", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer", ("Clerk", "Anouk Églantine"));
        Assert.Contains("La présidence et le secrétariat sont enregistrés.", team.Text, StringComparison.Ordinal);

        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(TaskLinks.MySpace);
        Assert.Contains("Mes jurys", coach.Text, StringComparison.Ordinal);
        await coach.FollowAsync("Jury d’essai");
        Assert.Contains("Voix consultative", coach.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Changer les règles", coach.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Historique", coach.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_jury_is_open_to_its_members_and_to_the_staff_and_nobody_else_knows_of_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var id = jury.Panel.Id;
        foreach (var (account, path, expected) in new[]
        {
            ("directrice", PanelLinks.Show(id), HttpStatusCode.OK),
            ("coach", PanelLinks.Show(id), HttpStatusCode.OK),
            ("equipe", PanelLinks.Show(id), HttpStatusCode.OK),
            ("auditeur", PanelLinks.Show(id), HttpStatusCode.OK),
            ("agent", PanelLinks.Show(id), HttpStatusCode.NotFound),
            ("agent", PanelLinks.Recusals(id), HttpStatusCode.NotFound),
            ("agent", PanelLinks.Declare(id, jury.Items[0].Reference), HttpStatusCode.NotFound),
            ("coach", PanelLinks.Recusals(id), HttpStatusCode.NotFound),
            ("directrice", PanelLinks.Recusals(id), HttpStatusCode.OK),
            ("auditeur", PanelLinks.Recusals(id), HttpStatusCode.OK),
            ("coach", PanelLinks.Rules(id), HttpStatusCode.Forbidden),
            ("auditeur", PanelLinks.Admit(id), HttpStatusCode.Forbidden),
            ("equipe", PanelLinks.Show(Guid.CreateVersion7()), HttpStatusCode.NotFound),
        })
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync(path);
            Assert.True(browser.Status == expected, $"{account} {path}: {browser.Status}");
        }
    }

    [Theory, EngineData]
    public async Task A_member_recuses_themselves_and_only_those_who_need_to_read_why(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var reference = jury.Items[0].Reference;
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(PanelLinks.Declare(jury.Panel.Id, reference));
        await coach.PressAsync("Me déporter", ("Conflict", "Personal"), ("Reason", "Une amie d’enfance."));
        Assert.Contains($"vous ne prenez pas part à {reference}", coach.Text, StringComparison.Ordinal);
        Assert.Contains("Vous ne prenez pas part à cette candidature.", coach.Text, StringComparison.Ordinal);

        using var member = await app.BrowseAsync("membre");
        await member.GoAsync(PanelLinks.Show(jury.Panel.Id));
        Assert.Contains("Ne prend pas part : Daphné Lavande.", member.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("amie d’enfance", member.Page.Source.Text, StringComparison.Ordinal);

        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(PanelLinks.Recusals(jury.Panel.Id));
        Assert.Contains("Une amie d’enfance.", chair.Text, StringComparison.Ordinal);

        // Nobody brings themselves back in; the chair does, and says why.
        var recusal = await app.ReadAsync(db => db.Recusals.SingleAsync(recusal => recusal.PanelId == jury.Panel.Id));
        var own = await app.ActAsync("coach", services => services.GetRequiredService<WithdrawRecusalHandler>().HandleAsync(new WithdrawRecusal(recusal.Id, recusal.Version, "Finalement non."), CancellationToken.None));
        Assert.Equal("recusal-not-yours", own.Refusal?.Code);
        await chair.GoAsync(PanelLinks.Withdraw(jury.Panel.Id, recusal.Id));
        await chair.PressAsync("Lever le déport", ("Reason", "Il s’agissait d’une homonyme."));
        Assert.Contains("Le déport est levé.", chair.Text, StringComparison.Ordinal);
        await coach.GoAsync(PanelLinks.Show(jury.Panel.Id));
        Assert.DoesNotContain("Vous ne prenez pas part", coach.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task What_the_directory_hints_at_is_shown_and_imposed_in_one_click(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Recusals(jury.Panel.Id));
        Assert.Contains("Cette personne est dans la ligne hiérarchique de qui porte la proposition.", team.Text, StringComparison.Ordinal);
        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(PanelLinks.Recusals(jury.Panel.Id));
        Assert.Contains("À vérifier", auditor.Text, StringComparison.Ordinal);
        Assert.Empty(auditor.Page.QuerySelectorAll("main form"));

        await team.PressAsync($"Déporter Solène Aubépine de {jury.Items[0].Reference}");
        Assert.Contains("Le déport est enregistré", team.Text, StringComparison.Ordinal);
        var recusal = await app.ReadAsync(db => db.Recusals.SingleAsync(recusal => recusal.PanelId == jury.Panel.Id));
        Assert.Equal((jury.People["manager"], jury.Items[0].Id, RecusalOrigin.Imposed, ConflictKind.Hierarchical), (recusal.PersonId, recusal.ItemId, recusal.Origin, recusal.Conflict));
        Assert.Null(team.Page.QuerySelectorAll("main form button").FirstOrDefault(button => button.TextContent.Contains($"Solène Aubépine de {jury.Items[0].Reference}", StringComparison.Ordinal)));
        Assert.NotNull(team.Page.QuerySelectorAll("main form button").FirstOrDefault(button => button.TextContent.Contains($"Solène Aubépine de {jury.Items[1].Reference}", StringComparison.Ordinal)));
    }

    [Theory, EngineData]
    public async Task Nobody_judges_their_own_case_without_anybody_saying_so(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await app.ActAsync("equipe", services => services.GetRequiredService<Fabrique.Web.Features.Panels.AdmitMember.AdmitMemberHandler>().HandleAsync(
            new(jury.Panel.Id, jury.Panel.Version, "Kenza Fauvette", Capacity.Voting, Domain.Time.ParisTime.DayOf(app.Now)), CancellationToken.None));
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync(PanelLinks.Show(jury.Panel.Id));
        Assert.Equal(2, applicant.Page.QuerySelectorAll("main p").Count(line => line.TextContent.Trim() == "Vous ne prenez pas part à cette candidature."));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Recusals(jury.Panel.Id));
        Assert.Contains("Sa propre candidature.", team.Text, StringComparison.Ordinal);
        Assert.Contains("De droit", team.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.ReadAsync(db => db.Recusals.CountAsync(recusal => recusal.PanelId == jury.Panel.Id)));
    }

    /// <summary>What else they are asked about it lets them read nothing either.</summary>
    [Theory, EngineData]
    public async Task A_recused_director_neither_reads_the_application_nor_gives_an_opinion_of_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await DecisionActs.AskedAsync(app, 1);
        var (application, task) = (jury.Items[0], await HandlerCases.TaskAsync(app, jury.Items[0].Id, "directrice"));
        using var director = await app.BrowseAsync("directrice");
        await director.GoAsync($"/taches/{task.Id:D}/avis");
        Assert.Contains(application.Title, director.Text, StringComparison.Ordinal);

        var recused = await app.ActAsync("directrice", services => services.GetRequiredService<EnterRecusalHandler>().HandleAsync(
            new EnterRecusal(jury.Panel.Id, PersonId: null, application.Id, ConflictKind.Personal, ""), CancellationToken.None));
        Assert.True(recused.IsDone, recused.Refusal?.Sentence);
        await director.GoAsync($"/taches/{task.Id:D}/avis");
        Assert.DoesNotContain(application.Title, director.Page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Kenza", director.Page.Source.Text, StringComparison.Ordinal);
        Assert.Contains("Confiez cette tâche à quelqu’un d’autre", director.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Enregistrer mon avis", director.Text, StringComparison.Ordinal);
        var given = await app.ActAsync("directrice", services => services.GetRequiredService<GiveOpinionHandler>().HandleAsync(
            new GiveOpinion { TaskId = task.Id, Verdict = OpinionVerdict.Favourable, Comment = "" }, CancellationToken.None));
        Assert.Equal("application-closed-to-you", given.Refusal?.Code);

        await DecisionActs.GiveOpinionAsync(app, application.Id, "directeur");
        Assert.Single(await app.ReadAsync(db => db.Applications.Where(one => one.Id == application.Id).SelectMany(one => one.Opinions).ToListAsync()));
    }

    [Theory, EngineData]
    public async Task A_recusal_after_a_secret_vote_annuls_it_and_destroys_its_key(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var ballot = await PanelActs.OpenVoteAsync(app, jury, VoteMode.Secret);
        foreach (var voter in PanelActs.Voters)
        {
            Assert.Null((await PanelActs.VoteAsync(app, voter, ballot, VoteChoice.For)).Refusal);
        }

        await PanelActs.RecuseAsync(app, jury, "coach");

        var annulled = await PanelActs.BallotAsync(app, ballot);
        Assert.Equal((BallotStatus.Annulled, null, 0), (annulled.Status, annulled.Count, annulled.Urn.Length));
        Assert.DoesNotContain("Daphné", annulled.AnnulmentReason!, StringComparison.Ordinal);
        Assert.Null(app.Services.GetRequiredService<UrnKeys>().Find(ballot));
    }

    [Theory, EngineData]
    public async Task A_member_who_left_no_longer_reads_the_jury(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Remove(jury.Panel.Id, 4));
        await team.PressAsync("Enregistrer le départ", ("Reason", "Mutation."));
        Assert.Contains("Ont quitté le jury", team.Text, StringComparison.Ordinal);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(PanelLinks.Show(jury.Panel.Id));
        Assert.Equal(HttpStatusCode.NotFound, coach.Status);
        await coach.GoAsync(TaskLinks.MySpace);
        Assert.DoesNotContain("Un jury d’essai", coach.Text, StringComparison.Ordinal);
    }

    private static Task<Guid> PersonAsync(FabriqueApp app, string name) => app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == name).Select(person => person.Id).SingleAsync());
}
