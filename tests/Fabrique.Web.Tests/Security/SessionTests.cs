using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
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
        Assert.Single(results.Select(result => result.Value?.Id).Distinct());
        Assert.All(results, result => Assert.Null(result.Refusal));
        Assert.Equal(1, await app.ReadAsync(db => db.StaffMembers.CountAsync(person => person.DirectoryId == newcomer.DirectoryId)));
    }

    [Theory]
    [EngineData]
    public async Task Eight_sign_ins_at_once_with_a_role_that_is_new_open_it_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var results = await AtOnce.RunAsync(8, _ => SignInAsync(app, "agent2", AppRoles.Agent, AppRoles.Director));
        Assert.All(results, result => Assert.Null(result.Refusal));
        var person = await app.ReadAsync(db => db.StaffMembers.SingleAsync(known => known.FullName == "Joris Grèbe"));
        Assert.Equal([AppRoles.Agent, AppRoles.Director], person.Grants.Select(grant => grant.Role).Order(StringComparer.Ordinal));
        Assert.All(person.Grants, grant => Assert.Null(grant.EndsAt));
    }

    [Theory]
    [EngineData]
    public async Task A_sign_in_without_a_role_ends_it_and_one_with_it_opens_it_again(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var before = app.Now;
        Assert.Equal(["Octave Tamaris", "Perrine Bouleau"], await DirectorsAsync(app, before));

        await app.JumpAsync(before.AddHours(1));
        await SignInAsync(app, "directrice", AppRoles.Agent);
        var without = app.Now;
        Assert.Equal(["Octave Tamaris"], await DirectorsAsync(app, without));

        await app.JumpAsync(before.AddHours(2));
        await SignInAsync(app, "directrice", AppRoles.Agent, AppRoles.Director);
        Assert.Equal(["Octave Tamaris", "Perrine Bouleau"], await DirectorsAsync(app, app.Now));
        Assert.Equal(["Octave Tamaris"], await DirectorsAsync(app, without));
        Assert.Equal(["Octave Tamaris", "Perrine Bouleau"], await DirectorsAsync(app, before));
    }

    [Theory]
    [EngineData]
    public async Task A_role_given_here_opens_its_pages_in_every_session_until_it_ends(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var underWay = await app.BrowseAsync("agent2");
        await underWay.GoAsync("/instruction");
        Assert.Equal(HttpStatusCode.Forbidden, underWay.Status);

        var id = await app.ReadAsync(async db =>
        {
            var person = await db.StaffMembers.SingleAsync(known => known.FullName == "Joris Grèbe");
            var administrator = await db.StaffMembers.SingleAsync(known => known.FullName == "Youssef Ajonc");
            var now = app.Now;
            person.GiveRole(Guid.CreateVersion7(), AppRoles.Team, now, now.AddDays(2), administrator.Id, "Renfort pour l’appel", now);
            await db.SaveChangesAsync();
            return person.Id;
        });
        using var newer = await app.BrowseAsync("agent2");
        foreach (var browser in new[] { underWay, newer })
        {
            await browser.GoAsync("/instruction");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            await browser.GoAsync("/administration");
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        }

        await app.JumpAsync(app.Now.AddDays(2));
        app.Services.GetRequiredService<ActiveAccounts>().Forget(id);
        foreach (var browser in new[] { underWay, newer })
        {
            await browser.GoAsync("/instruction");
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
            await browser.GoAsync("/mon-espace");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }
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
        Assert.Equal(new Uri(app.Address, "/mon-espace"), browser.Address);
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

    [Theory]
    [EngineData]
    public async Task A_copy_of_the_session_dies_with_it_and_another_session_lives(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        using var elsewhere = await app.BrowseAsync("agent");
        var copy = browser.CookieHeader;
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(app, copy));
        await browser.SendAsync(browser.Prepare(browser.Page.QuerySelectorAll("form[action='/deconnexion'] button").OfType<IHtmlButtonElement>().First()));
        Assert.Equal(HttpStatusCode.Found, await OpenAsync(app, copy));
        await elsewhere.GoAsync("/mon-espace");
        Assert.Equal("/mon-espace", elsewhere.Address.AbsolutePath);

        // Another process has its own memory, and the same database.
        var ended = await app.ReadAsync(db => db.EndedSessions.SingleAsync());
        using var memory = new MemoryCache(new MemoryCacheOptions());
        var other = new ActiveAccounts(memory, app.Services.GetRequiredService<IServiceScopeFactory>(), app.Clock);
        Assert.Null(await other.FindGivenRolesAsync(ended.StaffMemberId, ended.Id, CancellationToken.None));
        Assert.NotNull(await other.FindGivenRolesAsync(ended.StaffMemberId, Guid.CreateVersion7(), CancellationToken.None));
        await other.EndSessionAsync(ended.StaffMemberId, ended.Id, ended.ExpiresAt, CancellationToken.None);

        // It is forgotten once no copy can be of use, and not before.
        var retention = async () =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<RetentionJob>().RunAsync(CancellationToken.None);
            return await app.ReadAsync(db => db.EndedSessions.CountAsync());
        };
        Assert.Equal(1, await retention());
        await app.ReadAsync(db => db.EndedSessions.ExecuteUpdateAsync(rows => rows.SetProperty(session => session.ExpiresAt, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1))));
        Assert.Equal(0, await retention());
    }

    private static async Task<HttpStatusCode> OpenAsync(FabriqueApp app, string cookies)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, "/mon-espace"));
        request.Headers.Add("Cookie", cookies);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
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

    private static async Task<Outcome<StaffMember>> SignInAsync(FabriqueApp app, string account, params string[] roles)
    {
        var person = DemoAccounts.Find(account)!;
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RecordSignInHandler>().HandleAsync(
            new DirectoryIdentity { DirectoryId = person.DirectoryId, FullName = person.Name, Email = person.Email, Unit = person.Unit, Roles = roles },
            CancellationToken.None);
    }

    private static Task<List<string>> DirectorsAsync(FabriqueApp app, DateTime at) =>
        app.ReadAsync(db => db.HoldersOf(AppRoles.Director, at).Select(person => person.FullName).OrderBy(name => name).ToListAsync());

    private static async Task<Guid> DeactivateAsync(FabriqueApp app, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var person = await db.StaffMembers.SingleAsync(known => known.FullName == name);
        person.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
        await db.SaveChangesAsync();
        return person.Id;
    }
}
