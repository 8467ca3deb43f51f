using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Organisation;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Organisation;

public sealed class OrganisationPagesTests
{
    [Theory]
    [EngineData]
    public async Task Files_show_their_difference_then_change_exactly_that(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var lines = await OrganisationSamples.UnitsAsync(app);
        lines.RemoveAll(line => line.StartsWith("deal-reunion-eau;", StringComparison.Ordinal));
        var renamed = lines.FindIndex(line => line.StartsWith("sg;", StringComparison.Ordinal));
        lines[renamed] = lines[renamed].Replace("Secrétariat général", "Secrétariat général commun", StringComparison.Ordinal);
        lines.AddRange(["deal-mayotte-eau;;Service de l’eau;Service;deal-mayotte;;", "deal-mayotte;DEALM;Direction de Mayotte;Service déconcentré régional;ministeres;976;"]);
        const string people = "courriel;unite;responsable\nJORIS.GREBE@fabrique.example;deal-mayotte-eau;solene.aubepine@fabrique.example\nhector@fabrique.example;;-\ninconnu@fabrique.example;sg;\nludovic@fabrique.example;;inconnue@fabrique.example";

        using var browser = await app.BrowseAsync("admin");
        await ShowAsync(browser, app, string.Join("\r\n", lines), people);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        foreach (var told in (string[])
        [
            "Une adresse du fichier n’est celle de personne dans l’annuaire", "Un responsable n’est pas dans l’annuaire",
            "2 unités ajoutées deal-mayotte-eau : Service de l’eau, service, sous deal-mayotte deal-mayotte : Direction de Mayotte, service déconcentré régional, sous ministeres, Mayotte (976)",
            "Une unité modifiée sg : Secrétariat général commun Nom : « Secrétariat général » devient « Secrétariat général commun »",
            "Une unité fermée deal-reunion-eau : Service de l’eau",
            "Une personne change d’unité Joris Grèbe : dans « Service de l’eau »",
            "2 responsables changent Joris Grèbe : Solène Aubépine Hector Tilleul : personne, à la place de Solène Aubépine",
        ])
        {
            Assert.Contains(told, browser.Text, StringComparison.Ordinal);
        }

        // Nothing yet.
        Assert.False(await app.ReadAsync(db => db.OrganisationUnits.AnyAsync(unit => unit.Code == "deal-mayotte" || unit.ClosedAt != null)));
        await browser.PressAsync("Appliquer");
        Assert.Equal(OrganisationLinks.All, browser.Address.AbsolutePath);
        Assert.Contains("L’organisation est à jour.", browser.Text, StringComparison.Ordinal);

        var units = await app.ReadAsync(db => db.OrganisationUnits.ToDictionaryAsync(unit => unit.Code));
        Assert.Equal((units["deal-mayotte"].Id, "976"), (units["deal-mayotte-eau"].ParentId, units["deal-mayotte"].TerritoryCode));
        Assert.False(units["deal-reunion-eau"].IsActive);
        var staff = await app.ReadAsync(db => db.StaffMembers.ToDictionaryAsync(person => person.Email));
        var joris = staff["joris.grebe@fabrique.example"];
        Assert.Equal((units["deal-mayotte-eau"].Id, "Service de l’eau", staff["solene.aubepine@fabrique.example"].Id), (joris.UnitId, joris.Unit, joris.ManagerId));
        Assert.Null(staff["hector@fabrique.example"].ManagerId);
        Assert.Equal("Secrétariat général commun", staff["gaelle@fabrique.example"].Unit);

        // The roles of whoever moved are theirs still, and the trail tells who did it.
        Assert.NotEmpty(joris.Grants);
        var admin = staff["youssef.ajonc@fabrique.example"].Id;
        Assert.True(await app.ReadAsync(db => db.AuditEntries.AnyAsync(entry => entry.ActorId == admin && entry.EntityType == nameof(OrganisationUnit) && entry.Action == "Added")));

        await ShowAsync(browser, app, string.Join('\n', lines), people);
        Assert.Contains("Ces fichiers ne changent rien", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(OrganisationLinks.Unit("DEAL-mayotte-eau"));
        Assert.Contains("Mayotte (976), comme l’unité au-dessus", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Indian/Mayotte, où il est 12 h 00", browser.Text, StringComparison.Ordinal);
        Assert.Contains("lundi 6 avril 2026 : Lundi de Pâques lundi 27 avril 2026 : Abolition de l’esclavage", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Joris Grèbe", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(OrganisationLinks.Unit("nulle-part"));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [EngineData]
    public async Task A_file_withdraws_accounts_and_gives_them_back_once_the_difference_is_read(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await ShowAsync(browser, app, string.Join('\n', await OrganisationSamples.UnitsAsync(app)), "courriel;actif\nperrine.bouleau@fabrique.example;non\nkenza.fauvette@fabrique.example;oui\njoris.grebe@fabrique.example;");
        Assert.Contains("Un accès retiré La connexion est fermée aussitôt, et ce qui attendait ces personnes passe à l’équipe de la Fabrique. Perrine Bouleau, perrine.bouleau@fabrique.example", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Kenza", browser.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.True(await IsActiveAsync(app, "Perrine Bouleau"));
        await browser.PressAsync("Appliquer");
        Assert.Contains("L’organisation est à jour.", browser.Text, StringComparison.Ordinal);
        Assert.False(await IsActiveAsync(app, "Perrine Bouleau"));
        Assert.Empty(await app.ReadAsync(db => db.WorkItems.Where(item => item.Status == Domain.Work.WorkItemStatus.Open && db.StaffMembers.Any(person => person.Id == item.AssigneeId && !person.IsActive)).ToListAsync()));

        // A line that is not there is no departure, nor a return.
        await ShowAsync(browser, app, string.Join('\n', await OrganisationSamples.UnitsAsync(app)), "courriel;actif\nkenza.fauvette@fabrique.example;oui");
        Assert.Contains("Ces fichiers ne changent rien", browser.Text, StringComparison.Ordinal);
        await ShowAsync(browser, app, string.Join('\n', await OrganisationSamples.UnitsAsync(app)), "courriel;actif\nperrine.bouleau@fabrique.example;oui");
        Assert.Contains("Un accès rendu Perrine Bouleau", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Appliquer");
        Assert.True(await IsActiveAsync(app, "Perrine Bouleau"));

        await ShowAsync(browser, app, string.Join('\n', await OrganisationSamples.UnitsAsync(app)), "courriel;actif\nyoussef.ajonc@fabrique.example;non");
        Assert.Contains("vous ne pouvez pas retirer votre propre accès", browser.Text, StringComparison.Ordinal);
        Assert.True(await IsActiveAsync(app, "Youssef Ajonc"));
    }

    private static Task<bool> IsActiveAsync(FabriqueApp app, string name) => app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == name).Select(person => person.IsActive).SingleAsync());

    [Fact]
    public async Task One_wrong_line_and_nothing_is_changed()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        await ShowAsync(
            browser,
            app,
            string.Join('\n', [.. (await OrganisationSamples.UnitsAsync(app)).Where(line => !line.StartsWith("climat;", StringComparison.Ordinal)), "neuf;;Neuf;Bureau;nulle-part;;", "sg;;Encore;Bureau;;;"]),
            "courriel;unite;responsable\njoris.grebe@fabrique.example;nulle-part;\nkenza.fauvette@fabrique.example;;kenza.fauvette@fabrique.example\nsolene.aubepine@fabrique.example;;kenza.fauvette@fabrique.example\nSolene.Aubepine@fabrique.example;sg;");
        Assert.Equal(
            [
                "Unités, ligne 13 : L’unité au-dessus, « nulle-part », n’existe pas.",
                "Unités, ligne 14 : Le code « sg » est déjà celui d’une autre unité.",
                "Unités : « Direction du climat et de l’énergie » ne peut pas être fermée : une personne y est encore. Elle n’est plus dans le fichier.",
                "Personnes, ligne 2 : l’unité « nulle-part » n’existe pas dans le fichier des unités.",
                "Personnes, ligne 3 : Kenza Fauvette ne peut pas être responsable de soi-même.",
                "Personnes, ligne 5 : l’adresse « Solene.Aubepine@fabrique.example » est déjà sur une autre ligne.",
            ],
            browser.Page.QuerySelectorAll("main li").Select(item => FormBrowser.Fold(item.TextContent)).Where(text => text.StartsWith("Unités", StringComparison.Ordinal) || text.StartsWith("Personnes", StringComparison.Ordinal)));
        Assert.DoesNotContain("Appliquer", browser.Page.QuerySelectorAll("main button").Select(button => FormBrowser.Fold(button.TextContent)));
        Assert.False(await app.ReadAsync(db => db.OrganisationUnits.AnyAsync(unit => unit.Code == "neuf")));
    }

    [Fact]
    public async Task What_changed_since_it_was_read_is_shown_again_before_anything_is_done()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        await ShowAsync(browser, app, null, "courriel;unite;responsable\njoris.grebe@fabrique.example;climat;");
        var form = browser.Prepare("Appliquer");
        var other = await OrganisationSamples.CompareAsync(app, null, OrganisationSamples.Utf8("courriel;unite\njoris.grebe@fabrique.example;eau"));
        Assert.True((await app.ActAsync("admin", services => Apply(services, other))).IsDone);

        await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("l’organisation n’est plus celle que vous comparez", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Joris Grèbe : de « Direction « eau et nature » » à « Direction du climat et de l’énergie »", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Direction « eau et nature »", await UnitOfJorisAsync(app));

        await browser.PressAsync("Appliquer");
        Assert.Equal(OrganisationLinks.All, browser.Address.AbsolutePath);
        Assert.Equal("Direction du climat et de l’énergie", await UnitOfJorisAsync(app));
    }

    [Fact]
    public async Task Without_a_file_or_with_one_that_nobody_can_read_the_page_says_so()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(OrganisationLinks.Update);
        await browser.PressAsync("Voir ce qui changerait");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Choisissez au moins un fichier.", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Voir ce qui changerait", ("Units", "n’importe quoi"));
        Assert.Contains("Unités : le fichier est vide.", browser.Text, StringComparison.Ordinal);

        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(OrganisationLinks.All);
        Assert.Empty(auditor.Page.QuerySelectorAll($"main a[href='{OrganisationLinks.Update}']"));
        Assert.Contains("Direction départementale des territoires du Rhône (DDT) Service déconcentré départemental, Rhône (69) · 3 personnes · responsable : Solène Aubépine", auditor.Text, StringComparison.Ordinal);
        Assert.Contains("5 personnes de l’annuaire n’ont pas d’unité connue.", auditor.Text, StringComparison.Ordinal);
    }

    private static Task<Domain.Outcome<Web.Features.Organisation.Differences.OrganisationDifference>> Apply(IServiceProvider services, Web.Features.Organisation.ApplyOrganisation.ApplyOrganisation input) =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Web.Features.Organisation.ApplyOrganisation.ApplyOrganisationHandler>(services).HandleAsync(input, CancellationToken.None);

    private static Task<string> UnitOfJorisAsync(FabriqueApp app) => app.ReadAsync(db => db.StaffMembers.Where(person => person.Email == "joris.grebe@fabrique.example").Select(person => person.Unit).SingleAsync());

    /// <summary>Sends files as a browser does.</summary>
    private static async Task ShowAsync(FormBrowser browser, FabriqueApp app, string? units, string? people)
    {
        await browser.GoAsync(OrganisationLinks.Update);
        var token = browser.Page.QuerySelectorAll("main form input").OfType<IHtmlInputElement>().First(input => input.Name == "__RequestVerificationToken").Value;
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (name, text) in new[] { ("UnitsFile", units), ("PeopleFile", people) })
        {
            content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text ?? "")), name, text is null ? "\"\"" : $"{name}.csv");
        }

        if (units is null || people is null)
        {
            // A browser sends no file as a part without a name: here it is left out.
            using var one = new MultipartFormDataContent
            {
                { new StringContent(token), "__RequestVerificationToken" },
                { new ByteArrayContent(Encoding.UTF8.GetBytes((units ?? people)!)), units is null ? "PeopleFile" : "UnitsFile", "fichier.csv" },
            };
            await browser.SendAsync(new Uri(app.Address, OrganisationLinks.Update), one);
            return;
        }

        await browser.SendAsync(new Uri(app.Address, OrganisationLinks.Update), content);
    }
}
