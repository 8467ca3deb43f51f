using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features;

public sealed class DatabaseAwayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_of_the_error_needs_no_database(bool isChecked)
    {
        var outage = new Outage();
        await using var app = await FabriqueApp.StartAsync(configure: outage.AddTo);
        using var stranger = app.Browse();
        using var browser = await app.BrowseAsync("admin");
        var leave = browser.Prepare(browser.Page.QuerySelectorAll("form[action='/deconnexion'] button").OfType<IHtmlButtonElement>().First());
        var id = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Youssef Ajonc").Select(person => person.Id).SingleAsync());
        var accounts = app.Services.GetRequiredService<ActiveAccounts>();
        accounts.Forget(id);
        if (isChecked)
        {
            await browser.GoAsync("/contact");
        }

        outage.Failure = Outage.Stopped;
        foreach (var path in new[] { "/mon-espace", "/instruction", "/administration/incidents", "/administration/instances", "/administration/envois", "/administration/circuits/candidature/simulation" })
        {
            await browser.GoAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
            Assert.Equal("Service momentanément indisponible", browser.Title);
            Assert.Contains("Youssef Ajonc", browser.Page.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        }

        await stranger.GoAsync("/appels");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stranger.Status);
        Assert.Equal("Service momentanément indisponible", stranger.Title);
        using (var http = new HttpClient { BaseAddress = app.Address })
        {
            http.DefaultRequestHeaders.Add("Cookie", browser.CookieHeader);
            Assert.Contains("fab-", await http.GetStringAsync("/css/fabrique.css"), StringComparison.Ordinal);
        }

        // Whoever leaves a shared machine leaves it all the same.
        await browser.SendAsync(leave);
        outage.Failure = null;
        await browser.GoAsync("/mon-espace");
        Assert.NotEqual("/mon-espace", browser.Address.AbsolutePath);
    }
}
