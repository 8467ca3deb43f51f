using Fabrique.Domain.Applications;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Demonstration;

/// <summary>What somebody who discovers the product finds in it.</summary>
public sealed class DemonstrationTests
{
    [Theory]
    [EngineData]
    public async Task Applications_are_at_each_stage_with_those_who_have_them_and_what_was_asked_of_them(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var applications = await app.ReadAsync(db => db.Applications.Include(application => application.CoApplicants).Include(application => application.Corrections).AsSplitQuery().OrderBy(application => application.CreatedAt).ToListAsync());
        Assert.Equal(
            [
                ("Seconde Pierre", ApplicationStatus.Retained),
                ("Cortège", ApplicationStatus.Shortlisted),
                ("Sobrefrigo", ApplicationStatus.NotRetained),
                ("Lueur", ApplicationStatus.Shortlisted),
                ("Marée", ApplicationStatus.Inadmissible),
                ("Carnet de pont", ApplicationStatus.Draft),
                ("Bassin", ApplicationStatus.Shortlisted),
                ("Passerelle", ApplicationStatus.Shortlisted),
                ("Balise", ApplicationStatus.CorrectionRequested),
                ("Tuilage", ApplicationStatus.UnderScreening),
            ],
            applications.Select(application => (application.Title.Split(" – ")[0], application.Status)));

        // An idea of three people, of which the team asked two answers again, and had them.
        var cortege = applications.Single(application => application.Title.StartsWith("Cortège", StringComparison.Ordinal));
        Assert.Equal((2, true), (cortege.CoApplicants.Count, cortege.CoApplicants.All(co => co.IsAccepted)));
        var correction = Assert.Single(cortege.Corrections);
        Assert.False(correction.IsOpen);
        Assert.DoesNotContain("640 agents", correction.Before.Text(ApplicationForms.Problem), StringComparison.Ordinal);
        Assert.Contains("640 agents", cortege.Answers.Text(ApplicationForms.Problem), StringComparison.Ordinal);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(cortege.Reference));
        Assert.Contains("Rosalie Airelle", team.Text, StringComparison.Ordinal);
        Assert.Contains("Hector Tilleul", team.Text, StringComparison.Ordinal);
        Assert.Contains("640 agents sont concernés", team.Text, StringComparison.Ordinal);

        // One whom nobody has answered yet.
        var bassin = applications.Single(application => application.Title.StartsWith("Bassin", StringComparison.Ordinal));
        Assert.False(Assert.Single(bassin.CoApplicants).IsAccepted);
        await team.GoAsync(ApplicationLinks.Show(bassin.Reference));
        Assert.Contains("Élise Charme", team.Text, StringComparison.Ordinal);
    }
}
