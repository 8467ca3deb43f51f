using Fabrique.Domain.People;
using Fabrique.SampleNoun.Features.Workshops;
using Fabrique.Testing;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Legal;

/// <summary>What modules say of the personal data that they hold, against what the model maps.</summary>
public sealed class PersonalDataTests
{
    [Fact]
    public async Task Every_entity_that_leads_to_a_person_or_has_an_address_is_declared_by_a_module()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, null, ("Fabrique:Modules:0", "Fabrique.SampleNoun"));
        var model = await app.ReadAsync(db => Task.FromResult(db.Model));
        var declared = app.Services.GetRequiredService<ModuleCatalog>().PersonalData.SelectMany(data => data.Entities).Distinct().ToList();
        var holders = Holders(model).ToList();

        Assert.Contains(typeof(Delegation), holders);
        Assert.Contains(typeof(Data.Auditing.AuditEntry), holders);
        Assert.Equal([], holders.Except(declared).Select(entity => entity.Name));
        Assert.Contains(typeof(Workshop), declared);

        // A module that forgot its own would be told.
        Assert.Equal([typeof(Delegation)], holders.Except(declared.Where(entity => entity != typeof(Delegation))));

        Assert.All(declared, entity => Assert.NotNull(model.FindEntityType(entity)));
        foreach (var data in app.Services.GetRequiredService<ModuleCatalog>().PersonalData)
        {
            Assert.All((string[])[data.What, data.Data, data.People, data.Purpose, data.HowLong], text => Assert.False(string.IsNullOrWhiteSpace(text) || text.EndsWith('.'), text));
            Assert.NotEmpty(data.Entities);
        }
    }

    [Fact]
    public async Task The_page_shows_all_that_modules_declare()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite);
        using var browser = app.Browse();
        await browser.GoAsync("/donnees-personnelles");
        var declared = app.Services.GetRequiredService<ModuleCatalog>().PersonalData;
        var shown = browser.Page.QuerySelectorAll("[data-personal-data]").Select(list => (Title: list.PreviousElementSibling!.TextContent, Facts: list.QuerySelectorAll("dd").Select(fact => fact.TextContent).ToList())).ToList();
        Assert.Equal(declared.Select(data => data.What), shown.Select(data => data.Title));
        Assert.Equal(declared.Select(data => data.HowLong), shown.Select(data => data.Facts[3]));
        Assert.Equal(["Destruction, faite par le service de lui-même"], shown.Where(data => data.Title == "Les sessions terminées").Select(data => data.Facts[4]));
        Assert.Equal(["Conservation par le service des archives"], shown.Where(data => data.Title == "Les avis").Select(data => data.Facts[4]));
        Assert.Contains("Vous pouvez aussi saisir la CNIL", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector("main a[href='/contact']"));
    }

    private static IEnumerable<Type> Holders(IModel model) => model.GetEntityTypes().Where(PersonalColumns.IsAboutPeople).Select(entity => entity.ClrType);
}
