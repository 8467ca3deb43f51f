using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Data;
using Fabrique.Testing;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Security;

public sealed class SessionTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [EngineData]
    public async Task Eight_sign_ins_at_once_of_a_new_person_register_one(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var newcomer = new DirectoryIdentity
        {
            DirectoryId = "d0000000-0000-4000-8000-0000000000ff",
            FullName = "Nouvelle Personne",
            Email = "nouvelle.personne@fabrique.example",
            Unit = "DDT",
            Roles = ["Agent"],
        };
        var results = await AtOnce.RunAsync(8, async _ =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<RecordSignInHandler>().HandleAsync(newcomer, CancellationToken.None);
        });
        Assert.Single(results.Select(result => result.StaffMemberId).Distinct());
        Assert.All(results, result => Assert.Null(result.Refusal));
        Assert.Equal(1, await app.ReadAsync(db => db.StaffMembers.CountAsync(person => person.DirectoryId == newcomer.DirectoryId)));
    }

    [Fact]
    public async Task A_deactivated_person_cannot_sign_in_and_is_told_why()
    {
        await using var app = await FabriqueApp.StartAsync();
        await DeactivateAsync(app, "Joris Grèbe");
        using var browser = app.Browse();
        await browser.GoAsync("/connexion?compte=agent2");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.Contains("Votre accès à la Fabrique numérique a été fermé.", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync("/mon-espace");
        Assert.NotEqual("/mon-espace", browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_person_deactivated_while_signed_in_loses_the_session()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("agent2");
        var id = await DeactivateAsync(app, "Joris Grèbe");
        app.Services.GetRequiredService<ActiveAccounts>().Forget(id);
        await browser.GoAsync("/mon-espace");
        Assert.NotEqual("/mon-espace", browser.Address.AbsolutePath);
    }

    [Theory]
    [InlineData("https://ailleurs.example/")]
    [InlineData("//ailleurs.example/")]
    [InlineData("/\\ailleurs.example/")]
    public async Task A_foreign_return_address_is_ignored(string address)
    {
        var app = await shared.OnAsync();
        using var browser = app.Browse();
        await browser.GoAsync($"/connexion?compte=agent&returnUrl={Uri.EscapeDataString(address)}");
        Assert.Equal(new Uri(app.Address, "/"), browser.Address);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        var button = browser.Page.QuerySelectorAll("form[action='/deconnexion'] button").OfType<IHtmlButtonElement>().First();
        await browser.SendAsync(browser.Prepare(button));
        Assert.Equal(new Uri(app.Address, "/"), browser.Address);
        await browser.GoAsync("/mon-espace");
        Assert.NotEqual("/mon-espace", browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task Two_applications_on_one_machine_keep_their_sessions_apart()
    {
        await using var first = await FabriqueApp.StartAsync();
        await using var second = await FabriqueApp.StartAsync();
        Assert.NotEqual(first.Address.Port, second.Address.Port);
        using var browser = await first.BrowseAsync("agent");

        // The same jar of cookies, as a browser has for the ports of one host.
        browser.BaseAddress = second.Address;
        await browser.GoAsync("/connexion?compte=equipe&returnUrl=/instruction");
        Assert.Equal(new Uri(second.Address, "/instruction"), browser.Address);
        browser.BaseAddress = first.Address;
        await browser.GoAsync("/mon-espace");
        Assert.Equal(new Uri(first.Address, "/mon-espace"), browser.Address);
        Assert.Contains("Kenza Fauvette", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        browser.BaseAddress = second.Address;
        await browser.GoAsync("/instruction");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    private static async Task<Guid> DeactivateAsync(FabriqueApp app, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var person = await db.StaffMembers.SingleAsync(known => known.FullName == name);
        person.Deactivate();
        await db.SaveChangesAsync();
        return person.Id;
    }
}
