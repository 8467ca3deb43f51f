using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Procedures.Timelines;

/// <summary>Where a procedure stands, on the pages of those whom it concerns.</summary>
public sealed class StandingTests
{
    [Theory]
    [EngineData]
    public async Task An_applicant_sees_the_drawing_and_why_it_waits_but_nobody_s_name(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync("/mon-espace");
        var path = applicant.Page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")).OfType<string>().First(href => href.StartsWith("/candidatures/C-", StringComparison.Ordinal));
        await applicant.GoAsync(path);

        Assert.Equal(HttpStatusCode.OK, applicant.Status);
        Assert.Contains("En attente de l’avis d’une direction, ", applicant.Text, StringComparison.Ordinal);
        var details = applicant.Page.QuerySelector("main details")!;
        Assert.Equal("Voir la procédure", FormBrowser.Fold(details.QuerySelector("summary")!.TextContent));
        Assert.Contains(details.QuerySelectorAll(".fab-drawing__list > li"), step => FormBrowser.Fold(step.TextContent).StartsWith("Recueillir les avis des directions – en cours", StringComparison.Ordinal));
        var people = await app.ReadAsync(db => db.StaffMembers.Where(person => person.Email != "").Select(person => person.FullName).ToListAsync());
        Assert.DoesNotContain(people, name => details.TextContent.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain("/administration/", applicant.Page.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);

        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(path);
        var href = admin.Page.QuerySelectorAll("main a").Single(link => link.TextContent.Contains("Voir l’instance", StringComparison.Ordinal)).GetAttribute("href")!;
        await admin.GoAsync(href);
        Assert.Equal(HttpStatusCode.OK, admin.Status);
        Assert.NotEmpty(admin.Page.QuerySelectorAll("svg .fab-drawing__step--current"));
        Assert.NotEmpty(admin.Page.QuerySelectorAll("svg .fab-drawing__arrow--followed"));
    }

    [Theory]
    [EngineData]
    public async Task The_team_reads_the_names_and_a_product_shows_its_incubation(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        var screened = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.UnderScreening || application.Status == ApplicationStatus.Submitted).Select(application => application.Reference).ToListAsync());
        var sentences = new List<string>();
        foreach (var reference in screened)
        {
            await team.GoAsync($"/candidatures/{reference}");
            sentences.AddRange(team.Page.QuerySelectorAll("main p strong").Select(sentence => FormBrowser.Fold(sentence.TextContent)));
            Assert.DoesNotContain("Voir l’instance", team.Text, StringComparison.Ordinal);
        }

        Assert.Contains(sentences, sentence => sentence.StartsWith("En attente de l’avis d", StringComparison.Ordinal) && sentence.Contains("de Perrine Bouleau", StringComparison.Ordinal));
        await team.GoAsync("/produits/ombrelle/suivi");
        Assert.NotEmpty(team.Page.QuerySelectorAll("main details .fab-drawing__list > li"));
    }
}
