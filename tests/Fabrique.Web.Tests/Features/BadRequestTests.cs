using System.Net;
using System.Text;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features;

public sealed class BadRequestTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Apply = "/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles&handler=Save";

    [Fact]
    public async Task More_than_a_megabyte_is_refused_with_a_page()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        using var content = new StringContent("Answers[title]=" + new string('a', 1024 * 1024), Encoding.ASCII, "application/x-www-form-urlencoded");
        await browser.SendAsync(new Uri(app.Address, Apply), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, browser.Status);
        Assert.Equal("Envoi trop volumineux", browser.Title);
    }

    [Fact]
    public async Task More_than_a_megabyte_without_an_announced_length_is_refused_with_a_page()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        using var content = new Unannounced("Answers[title]=" + new string('a', 1024 * 1024));
        await browser.SendAsync(new Uri(app.Address, Apply), content);
        Assert.True(browser.Status is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"{browser.Status}");
        Assert.True(browser.Title is "Envoi trop volumineux" or "Demande refusée", browser.Title);
    }

    [Fact]
    public async Task A_file_is_refused_with_a_page_that_says_why()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        using var content = new MultipartFormDataContent { { new StringContent("Un titre"), "Answers[title]" }, { new ByteArrayContent([1, 2, 3]), "fichier", "idee.pdf" } };
        await browser.SendAsync(new Uri(app.Address, "/mon-espace/absence"), content);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Cette page ne prend pas de fichier", browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("inventé")]
    public async Task A_form_without_its_token_is_refused_with_a_page(string? token)
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Apply);
        var form = browser.Prepare("Enregistrer le brouillon", ("Answers[title]", "Sans jeton"));
        form = form with { Values = [.. form.Values.Where(field => field.Key != "__RequestVerificationToken")] };
        await browser.SendAsync(token is null ? form : form.With("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("Proposer une idée", browser.Title);
        Assert.Equal("Sans jeton", browser.Page.QuerySelector("input[name='Answers[title]']")!.GetAttribute("value"));
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == "Sans jeton")));
    }

    [Theory]
    [InlineData("/nulle-part")]
    [InlineData("/taches/pas-un-identifiant")]
    [InlineData("/css/absente.css")]
    public async Task An_address_that_leads_nowhere_is_not_found_whoever_asks(string path)
    {
        var app = await shared.OnAsync();
        using var browser = app.Browse();
        await browser.GoAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Equal("Page introuvable", browser.Title);
    }

    private sealed class Unannounced : HttpContent
    {
        private readonly byte[] content;

        public Unannounced(string text)
        {
            content = Encoding.ASCII.GetBytes(text);
            Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(content);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
