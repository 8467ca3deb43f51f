using System.Net;
using Fabrique.Web.Tests.Support;

namespace Fabrique.Web.Tests.Features;

public sealed class NoSuchHandlerTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [InlineData("/mon-espace")]
    [InlineData("/taches")]
    [InlineData("/contact")]
    [InlineData("/produits")]
    [InlineData("/administration")]
    [InlineData("/administration/envois")]
    [InlineData("/administration/procedures/candidature/verification")]
    [InlineData("/administration/procedures/candidature?handler=Rien")]
    [InlineData("/erreur/404")]
    public async Task What_is_sent_to_a_page_that_takes_nothing_is_refused_with_a_page(string path)
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        await browser.SendAsync(new Uri(app.Address, path), content);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, browser.Status);
        Assert.Equal("Demande refusée", browser.Title);
    }

    [Theory]
    [InlineData("/mon-espace?handler=Rien")]
    [InlineData("/administration/procedures/candidature?handler=Rien")]
    public async Task A_handler_that_does_not_exist_is_not_found(string path)
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(path);
        Assert.True(browser.Status is HttpStatusCode.NotFound or HttpStatusCode.OK, $"{browser.Status}");
    }
}
