using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Web.Tests.Platform.Mail;

namespace Fabrique.Web.Tests.Features.Mailbox;

public sealed class MailboxPagesTests
{
    private const string List = "/administration/envois";

    [Theory]
    [EngineData]
    public async Task The_list_is_newest_first_by_twenty(Engine engine)
    {
        var mails = Enumerable.Range(0, 45).Select(number => MailSamples.Mail(subject: $"Objet {number:00}", at: MailSamples.Now.AddMinutes(number))).ToArray();
        await using var host = await MailboxHost.StartAsync(engine, mails);
        using var client = host.ClientOf(AppRoles.Administrator);

        var first = await DocumentAsync(await client.GetAsync(List));
        var last = await DocumentAsync(await client.GetAsync($"{List}?page=3"));

        Assert.Equal("Objet 44", first.QuerySelector("tbody a")!.TextContent);
        Assert.Equal(Fabrique.Web.Features.Mailbox.IndexModel.PageSize, first.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(5, last.QuerySelectorAll("tbody tr").Length);
        Assert.NotNull(first.QuerySelector($"nav.fr-pagination a[href='{List}?page=3']"));
        Assert.NotNull(last.QuerySelector($"a.fr-tag[href='{List}?etat=envoyes']"));
    }

    [Theory]
    [EngineData("?page=0")]
    [EngineData("?page=99")]
    [EngineData("?page=deux")]
    [EngineData("?page=-1")]
    [EngineData("?etat=en-echec")]
    public async Task Any_page_number_shows_a_page(Engine engine, string query)
    {
        await using var host = await MailboxHost.StartAsync(engine, MailSamples.Mail());
        using var client = host.ClientOf(AppRoles.Administrator);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(List + query)).StatusCode);
    }

    [Theory]
    [EngineData("PERSONNE@", 1)]
    [EngineData("objet de l’autre", 1)]
    [EngineData("ÔBJET DE L'AUTRE", 1)]
    [EngineData("lef", 3)]
    [EngineData("50%_", 0)]
    [EngineData("introuvable", 0)]
    public async Task A_mail_is_found_by_its_recipient_or_its_subject(Engine engine, string text, int expected)
    {
        await using var host = await MailboxHost.StartAsync(engine, MailSamples.Mail("personne@ministere.example"), MailSamples.Mail(subject: "Objet de l’autre"), MailSamples.Mail());
        using var client = host.ClientOf(AppRoles.Auditor);

        var document = await DocumentAsync(await client.GetAsync($"{List}?recherche={Uri.EscapeDataString(text)}"));

        Assert.Equal(expected, document.QuerySelectorAll("tbody tr").Length);
        Assert.Equal($"Tous ({expected})", document.QuerySelector("a[aria-current=page].fr-tag")!.TextContent);
        Assert.All(document.QuerySelectorAll("a.fr-tag"), tag => Assert.Contains("recherche=", tag.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory]
    [EngineData]
    public async Task The_list_is_filtered_by_state(Engine engine)
    {
        var failed = Failed();
        await using var host = await MailboxHost.StartAsync(engine, MailSamples.Mail(), failed);
        using var client = host.ClientOf(AppRoles.Auditor);

        var document = await DocumentAsync(await client.GetAsync($"{List}?etat=en-echec"));

        Assert.Equal($"{List}/{failed.Id}", Assert.Single(document.QuerySelectorAll("tbody a")).GetAttribute("href"));
        Assert.Equal("En échec (1)", document.QuerySelector("a[aria-current=page].fr-tag")!.TextContent);
        document = await DocumentAsync(await client.GetAsync($"{List}?etat=perdus"));
        Assert.Equal(2, document.QuerySelectorAll("tbody tr").Length);
        Assert.Equal("Tous (2)", document.QuerySelector("a[aria-current=page].fr-tag")!.TextContent);
    }

    [Theory]
    [EngineData]
    public async Task A_mail_shows_its_headers_its_text_and_a_sandboxed_preview(Engine engine)
    {
        var mail = MailSamples.Mail(subject: "<script>alert(1)</script>");
        await using var host = await MailboxHost.StartAsync(engine, mail);
        using var client = host.ClientOf(AppRoles.Auditor);

        var document = await DocumentAsync(await client.GetAsync($"{List}/{mail.Id}"));
        var frame = document.QuerySelector("iframe")!;
        var preview = await client.GetAsync(frame.GetAttribute("src"));

        Assert.Equal(mail.Subject, document.QuerySelector("h1")!.TextContent);
        Assert.Contains(mail.MessageId("fabrique.example"), document.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(mail.TextBody, document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.NotEmpty(frame.GetAttribute("title")!);
        Assert.Equal(mail.HtmlBody, await preview.Content.ReadAsStringAsync());
        Assert.Contains("default-src 'none'", Assert.Single(preview.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Empty(document.QuerySelectorAll("main form"));
    }

    [Theory]
    [EngineData]
    public async Task An_administrator_sends_a_failed_mail_again_once(Engine engine)
    {
        var mail = Failed();
        await using var host = await MailboxHost.StartAsync(engine, mail);
        using var client = host.ClientOf(AppRoles.Administrator);
        var document = await DocumentAsync(await client.GetAsync($"{List}/{mail.Id}"));
        Assert.Contains("550 inconnu", document.QuerySelector(".fr-alert--error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Renvoyer", document.QuerySelector("main form button")!.TextContent.Trim());

        var sent = await PostAsync(client, document, mail.Id);
        var after = await DocumentAsync(await client.GetAsync(sent.Headers.Location));
        var again = await PostAsync(client, document, mail.Id);

        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        Assert.Contains("envoyé de nouveau", after.QuerySelector(".fr-alert--success")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("Rien n’a été changé", (await DocumentAsync(again)).QuerySelector(".fr-alert--warning")!.TextContent, StringComparison.Ordinal);
        var stored = await host.MailAsync(mail.Id);
        Assert.Equal(MailStatus.Pending, stored.Status);
        Assert.Equal(0, stored.Attempts);
        Assert.Equal(MailSamples.Now, stored.DueAt);
    }

    [Theory]
    [EngineData]
    public async Task An_auditor_reads_and_changes_nothing(Engine engine)
    {
        var mail = Failed();
        await using var host = await MailboxHost.StartAsync(engine, mail);
        using var client = host.ClientOf(AppRoles.Auditor);
        var document = await DocumentAsync(await client.GetAsync($"{List}/{mail.Id}"));

        Assert.Empty(document.QuerySelectorAll("main form"));
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, document, mail.Id)).StatusCode);
        Assert.Equal(MailStatus.Failed, (await host.MailAsync(mail.Id)).Status);
    }

    [Theory]
    [EngineData(null, HttpStatusCode.Unauthorized)]
    [EngineData(AppRoles.Agent, HttpStatusCode.Forbidden)]
    [EngineData(AppRoles.Team, HttpStatusCode.Forbidden)]
    public async Task Nobody_else_reads_mails(Engine engine, string? role, HttpStatusCode expected)
    {
        var mail = MailSamples.Mail();
        await using var host = await MailboxHost.StartAsync(engine, mail);
        using var client = host.ClientOf(role);

        Assert.All(
            await Task.WhenAll(client.GetAsync(List), client.GetAsync($"{List}/{mail.Id}"), client.GetAsync($"{List}/{mail.Id}/apercu")),
            response => Assert.Equal(expected, response.StatusCode));
    }

    [Theory]
    [EngineData]
    public async Task A_mail_that_does_not_exist_is_not_found(Engine engine)
    {
        await using var host = await MailboxHost.StartAsync(engine);
        using var client = host.ClientOf(AppRoles.Administrator);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{List}/{Guid.CreateVersion7()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{List}/{Guid.CreateVersion7()}/apercu")).StatusCode);
    }

    private static OutgoingMail Failed()
    {
        var mail = MailSamples.Mail("inconnu@ministere.example");
        mail.RecordFailure("550 inconnu", permanent: true, MailSamples.Now);
        return mail;
    }

    // The token of the header's form serves any form of the page.
    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, IHtmlDocument page, Guid id)
    {
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        return await client.PostAsync(new Uri($"{List}/{id}", UriKind.Relative), form);
    }

    private static async Task<IHtmlDocument> DocumentAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode < 500, html);
        return new HtmlParser().ParseDocument(html);
    }
}
