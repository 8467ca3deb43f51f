using System.Net;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Screening;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Assign;
using Fabrique.Web.Features.Panels.Score;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed class ScoringPagesTests
{
    [Theory, EngineData]
    public async Task The_grid_begins_with_the_criteria_of_the_call_and_settles_with_the_first_score(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var panel = await app.ReadAsync(db => db.Panels.SingleAsync());
        await app.ReadAsync(db => db.ScoringGrids.ExecuteDeleteAsync());
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Grid(panel.Id));
        await team.PressAsync("Enregistrer la grille", ("Criteria[0].Label", "Le problème"), ("Criteria[0].Weight", "0"));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        Assert.Contains("Le poids va de 1 à 100.", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer la grille", ("Criteria[0].Weight", "3"), ("Criteria[1].Label", ""));
        Assert.Contains("La grille est enregistrée.", team.Text, StringComparison.Ordinal);
        var grid = await app.ReadAsync(db => db.ScoringGrids.Include(grid => grid.Criteria).SingleAsync());
        Assert.Equal(4, grid.Criteria.Count);
        Assert.Equal(("Le problème", 3), (grid.Criteria[0].Label, grid.Criteria[0].Weight));
        Assert.Equal(["c1", "c2", "c3", "c4"], grid.Criteria.Select(criterion => criterion.Code));
    }

    [Theory, EngineData]
    public async Task An_application_is_assessed_criterion_by_criterion_and_read_by_nobody_else_before_theirs(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.GridAsync(app, jury);
        await PanelActs.AssessAsync(app, jury, "directeur");
        var page = PanelLinks.Assess(jury.Panel.Id, jury.Items[0].Reference);
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(page);
        Assert.DoesNotContain("Dit par directeur", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Enregistrer cette note : Le problème est mesuré", ("Comments[c1]", "Des chiffres."));
        Assert.Equal(HttpStatusCode.BadRequest, chair.Status);
        Assert.Contains("Donnez une note.", chair.Text, StringComparison.Ordinal);
        Assert.Contains("Des chiffres.", chair.Page.Source.Text, StringComparison.Ordinal);
        await chair.PressAsync("Enregistrer cette note : Le problème est mesuré", ("Values[c1]", "5"));
        Assert.Contains("1 sur 2 critères notés", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Rendre mon évaluation");
        Assert.Equal(HttpStatusCode.Conflict, chair.Status);
        Assert.Contains("Il manque une note : « L’impact attendu ».", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Enregistrer cette note : L’impact attendu", ("Values[c2]", "12,3"));
        Assert.Equal(HttpStatusCode.Conflict, chair.Status);
        Assert.Contains("va de 0 à 20, par pas de 0,5", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Enregistrer cette note : L’impact attendu", ("Values[c2]", "12,5"));
        await chair.PressAsync("Rendre mon évaluation");
        Assert.Contains("Votre évaluation est rendue", chair.Text, StringComparison.Ordinal);
        Assert.Contains("Dit par directeur.", chair.Text, StringComparison.Ordinal);

        // Those who only organise do not assess.
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, team.Status);
    }

    [Theory, EngineData]
    public async Task A_recused_score_is_nowhere_and_its_giver_reads_no_more(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.GridAsync(app, jury);
        await PanelActs.AssessAsync(app, jury, "coach", first: 0, second: 0);
        await PanelActs.AssessAsync(app, jury, "directeur", first: 5, second: 20);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Ranking(jury.Panel.Id));
        Assert.Contains("10,00", team.Text, StringComparison.Ordinal);
        Assert.Contains("Désaccord", team.Text, StringComparison.Ordinal);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(ApplicationLinks.Show(jury.Items[0].Reference));
        Assert.Equal(HttpStatusCode.OK, coach.Status);

        await PanelActs.RecuseAsync(app, jury, "coach");

        await team.GoAsync(PanelLinks.Ranking(jury.Panel.Id));
        Assert.Contains("20,00", team.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("10,00", team.Text, StringComparison.Ordinal);
        await coach.GoAsync(ApplicationLinks.Show(jury.Items[0].Reference));
        Assert.Equal(HttpStatusCode.NotFound, coach.Status);
        await coach.GoAsync(ApplicationLinks.Show(jury.Items[1].Reference));
        Assert.Equal(HttpStatusCode.OK, coach.Status);
        await coach.GoAsync(PanelLinks.Ranking(jury.Panel.Id));
        Assert.DoesNotContain(jury.Items[0].Reference, coach.Text, StringComparison.Ordinal);
        var refused = await app.ActAsync("coach", services => services.GetRequiredService<GiveScoreHandler>().HandleAsync(new GiveScore(jury.Panel.Id, jury.Items[0].Id, "c1", 5, ""), CancellationToken.None));
        Assert.Equal("recused", refused.Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task Applications_are_drawn_equally_and_again_when_somebody_is_away(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.RecuseAsync(app, jury, "coach");
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Assignments(jury.Panel.Id));
        await team.PressAsync("Tirer au sort", ("PerItem", "3"), ("Seed", "42"));
        Assert.Contains("Le tirage est fait", team.Text, StringComparison.Ordinal);
        var drawn = await DrawnAsync(app, jury);
        Assert.Equal(6, drawn.Count);
        Assert.Equal(1, drawn.CountBy(assignment => assignment.ReviewerId).Max(load => load.Value));
        Assert.All(drawn, assignment => Assert.Equal(42, assignment.Seed));
        Assert.DoesNotContain(drawn, assignment => assignment.ReviewerId == jury.People["coach"] && assignment.ItemId == jury.Items[0].Id);
        Assert.DoesNotContain(drawn, assignment => assignment.ReviewerId == jury.People["manager"]);

        var absent = drawn[0];
        await team.PressAsync("Tirer au sort", ("PerItem", "3"), ("Seed", "7"), ("Absent", absent.ReviewerId.ToString("D")));
        var after = await DrawnAsync(app, jury);
        Assert.Equal(6, after.Count);
        Assert.DoesNotContain(after, assignment => assignment.ReviewerId == absent.ReviewerId);

        await team.PressAsync("Tirer au sort", ("PerItem", "20"), ("Seed", "7"));
        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("Le tirage est impossible", team.Text, StringComparison.Ordinal);

        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(PanelLinks.Assignments(jury.Panel.Id));
        Assert.Equal(HttpStatusCode.OK, auditor.Status);
        Assert.Empty(auditor.Page.QuerySelectorAll("main form"));
        var refused = await app.ActAsync("auditeur", services => services.GetRequiredService<DrawAssignmentsHandler>().HandleAsync(new DrawAssignments(jury.Panel.Id, 1, 1), CancellationToken.None));
        Assert.Equal("not-of-the-team", refused.Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task A_draw_by_competence_gives_each_label_somebody_who_knows_it_again_from_the_same_seed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app, items: 4);
        var (water, other) = (ScreeningLabel.Make(Guid.CreateVersion7(), "Eau d’essai", "green-menthe"), ScreeningLabel.Make(Guid.CreateVersion7(), "À relire d’essai", "green-menthe"));
        var files = jury.Items.Take(2).Select(item => ScreeningFile.Open(item.Id)).ToList();
        await app.ReadAsync(async db =>
        {
            db.AddRange(water, other);
            foreach (var file in files)
            {
                if (await db.ScreeningFiles.Include(known => known.Labels).SingleOrDefaultAsync(known => known.Id == file.Id) is not { } known)
                {
                    known = file;
                    db.Add(file);
                }

                known.Put(water.Id, jury.People["equipe"], app.Now);
                known.Put(other.Id, jury.People["equipe"], app.Now);
            }

            return await db.SaveChangesAsync();
        });
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Competences(jury.Panel.Id));
        Assert.Contains("Eau d’essai", team.Text, StringComparison.Ordinal);
        var number = jury.Panel.Members.Single(member => member.PersonId == jury.People["membre"]).Number;
        await team.PressAsync("Enregistrer les compétences", ($"Competences[{number}]", "EAU D'ESSAI, données, "));
        Assert.Contains("EAU D'ESSAI, données", team.Text, StringComparison.Ordinal);

        await team.PressAsync("Tirer au sort", ("PerItem", "1"), ("Seed", "7"), ("ByCompetence", "true"));
        Assert.Contains("Le tirage est fait", team.Text, StringComparison.Ordinal);
        var drawn = await DrawnAsync(app, jury);
        Assert.Equal(4, drawn.Count);
        Assert.All(jury.Items.Take(2), item => Assert.Equal(jury.People["membre"], drawn.Single(assignment => assignment.ItemId == item.Id).ReviewerId));
        Assert.Equal(2, drawn.CountBy(assignment => assignment.ReviewerId).Max(load => load.Value));
        await app.ReadAsync(db => db.Assignments.Where(assignment => assignment.PanelId == jury.Panel.Id).ExecuteDeleteAsync());
        await team.PressAsync("Tirer au sort", ("PerItem", "1"), ("Seed", "7"), ("ByCompetence", "true"));
        Assert.Equal(drawn.Select(assignment => (assignment.ItemId, assignment.ReviewerId)).Order(), (await DrawnAsync(app, jury)).Select(assignment => (assignment.ItemId, assignment.ReviewerId)).Order());
        await team.GoAsync(PanelLinks.Show(jury.Panel.Id));
        Assert.Contains("graine 7, par compétence", team.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Nobody_assesses_what_comes_from_their_direction_when_it_is_asked(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);

        // Of the same direction as who has the idea, in another unit.
        await app.ReadAsync(async db =>
        {
            var unit = await db.OrganisationUnits.SingleAsync(unit => unit.Code == "ddt-69");
            (await db.StaffMembers.SingleAsync(person => person.Id == jury.People["coach"])).Join(unit);
            return await db.SaveChangesAsync();
        });
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Assignments(jury.Panel.Id));
        await team.PressAsync("Tirer au sort", ("PerItem", "7"), ("Seed", "7"), ("AcrossDirections", "true"));
        Assert.Contains("Le tirage est impossible", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Tirer au sort", ("PerItem", "6"), ("Seed", "7"), ("AcrossDirections", "true"));
        Assert.Contains("Le tirage est fait", team.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await DrawnAsync(app, jury), assignment => assignment.ReviewerId == jury.People["coach"]);
        await team.PressAsync("Tirer au sort", ("PerItem", "7"), ("Seed", "7"));
        Assert.Contains(await DrawnAsync(app, jury), assignment => assignment.ReviewerId == jury.People["coach"]);
    }

    private static Task<List<Assignment>> DrawnAsync(FabriqueApp app, SampleJury jury) =>
        app.ReadAsync(db => db.Assignments.Where(assignment => assignment.PanelId == jury.Panel.Id && assignment.WithdrawnAt == null).OrderBy(assignment => assignment.Id).ToListAsync());
}
