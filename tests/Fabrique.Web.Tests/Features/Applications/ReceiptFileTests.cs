using System.Net;
using System.Security.Cryptography;
using System.Text;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Review;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;

namespace Fabrique.Web.Tests.Features.Applications;

public sealed class ReceiptFileTests
{
    [Fact]
    public async Task The_receipt_is_a_file_for_those_who_have_the_application()
    {
        await using var app = await FabriqueApp.StartAsync();
        var draft = (await app.DraftAsync("agent")).Application;
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(ApplicationLinks.ReceiptFile(draft.Reference));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);

        Assert.True((await app.SubmitDraftAsync("agent", draft.Id)).IsDone);
        await browser.GoAsync(ApplicationLinks.Receipt(draft.Reference));
        var link = browser.Page.QuerySelector($"a[href='{ApplicationLinks.ReceiptFile(draft.Reference)}']");
        Assert.NotNull(link);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", browser.CookieHeader);
        using var answer = await http.GetAsync(new Uri(app.Address, ApplicationLinks.ReceiptFile(draft.Reference)), TestContext.Current.CancellationToken);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);

        var application = await app.ReadAsync(db => db.Applications.SingleAsync(one => one.Id == draft.Id));
        var answers = ReceiptText.Answers(application, []);
        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var text = Close(string.Concat(pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value)));
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(answers.Select(one => $"{one.Label}\n{one.Answer}\n\n")))));
        foreach (var said in (string[])[application.Reference, application.Title, "Kenza Fauvette", "12 janvier 2026", "(heure de Paris)", .. answers.SelectMany(one => new[] { one.Label, one.Answer }), expected])
        {
            Assert.Contains(Close(said), text, StringComparison.Ordinal);
        }

        foreach (var account in (string[])["agent2", "equipe"])
        {
            using var other = await app.BrowseAsync(account);
            await other.GoAsync(ApplicationLinks.ReceiptFile(draft.Reference));
            Assert.Equal(HttpStatusCode.NotFound, other.Status);
        }
    }

    private static string Close(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
