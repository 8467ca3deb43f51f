using System.Text.Json.Nodes;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Platform.Mail;

/// <summary>Mails that procedures write by themselves: into the outbox, in the one layout, to people of the directory.</summary>
public sealed class SendEmailTests
{
    [Theory, EngineData]
    public async Task Mail_of_a_procedure_is_written_into_the_outbox(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, null, ("Mail:ExternalDomains:0", "partenaire.example"));
        var person = await app.ReadAsync(async db =>
        {
            var known = await db.StaffMembers.FirstAsync(known => known.FullName == "Kenza Fauvette");
            known.RecordSignIn(known.FullName, "Kenza.Fauvette@fabrique.example", known.RolesAt(app.Now), app.Now);
            await db.SaveChangesAsync();
            return known;
        });
        var instance = await SendAsync(app, ("to", Json("[\"KENZA.fauvette@fabrique.example\"]")), ("cc", Literal($"Contact@Partenaire.example; {person.Email}")),
            ("subject", Literal("Votre\nproduit")), ("body", Literal("<p>Bonjour <b>vous</b>, <a href=\"https://exemple.fr/a\">voyez</a>.</p><script>alert(1)</script><ul><li>un</li><li onclick=\"x()\">deux</li></ul>")), ("from", Literal("pirate@ailleurs.example")));

        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
        var mails = await MailsAsync(app);
        Assert.Equal(["Contact@Partenaire.example", person.Email], mails.Select(mail => mail.ToAddress).Order(StringComparer.Ordinal));
        Assert.All(mails, mail => Assert.Equal(("Votre produit", Subject.Procedure, instance.Id), (mail.Subject, mail.SubjectKind, mail.SubjectId.ToString("N"))));
        Assert.Equal("Kenza Fauvette", mails.Single(mail => mail.ToAddress == person.Email).ToName);
        Assert.StartsWith("Bonjour vous, voyez (https://exemple.fr/a).\n\n- un\n- deux\n\n-- \n", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("<h1>Votre produit</h1>", mails[0].HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<li>deux</li>", mails[0].HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("script", mails[0].HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("pirate", mails[0].TextBody + mails[0].HtmlBody, StringComparison.Ordinal);
        Assert.Contains(await app.Services.GetRequiredService<IWorkflowRuntime>().GetJournalAsync(instance.Id), record => record.EventName == "Sender");
    }

    [Theory]
    [InlineData("to", "pas une adresse", "ne peut pas s’écrire")]
    [InlineData("to", "a@b.example\r\nBcc: c@d.example", "ne peut pas s’écrire")]
    [InlineData("to", "", "destinataire")]
    [InlineData("bcc", "quelqu.un@ailleurs.example", "Mail:ExternalDomains")]
    [InlineData("subject", " ", "objet")]
    [InlineData("attachments", "/etc/passwd", "pièce jointe")]
    public async Task Mail_that_cannot_be_written_leaves_by_the_error(string input, string value, string reason)
    {
        await using var app = await FabriqueApp.StartAsync();
        var person = await app.ReadAsync(db => db.StaffMembers.FirstAsync(known => known.FullName == "Kenza Fauvette"));
        var inputs = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["to"] = Literal(person.Email), ["subject"] = Literal("Objet"), ["body"] = Literal("Bonjour") };
        inputs[input] = Literal(value);
        var instance = await SendAsync(app, [.. inputs.Select(pair => (pair.Key, pair.Value))]);
        var journal = await app.Services.GetRequiredService<IWorkflowRuntime>().GetJournalAsync(instance.Id);
        Assert.Contains(reason, journal.Single(record => record.EventName == "Error").Message, StringComparison.Ordinal);
        Assert.Contains(journal, record => record is { EventName: "Written", Message: "erreur" });
        Assert.Empty(await MailsAsync(app));
        Assert.DoesNotContain(journal, record => record.Message?.Contains("ailleurs.example", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Plain_text_keeps_its_lines_and_its_signs()
    {
        var body = new HtmlBody("Bonjour,\n2 & 3\n\nAu revoir");
        Assert.Equal("<p>Bonjour,<br>2 &amp; 3</p><p>Au revoir</p>", body.ToHtml());
        Assert.Equal("Bonjour,\n2 & 3\n\nAu revoir", body.ToText());
    }

    private static async Task<InstanceSummary> SendAsync(FabriqueApp app, params (string Name, JsonNode? Value)[] inputs)
    {
        await app.PublishAsync(
            "courriel", [], [Node("m", "Elsa.SendEmail", inputs), Node("ok", "Elsa.WriteLine", ("text", Literal("parti"))), Node("ko", "Elsa.WriteLine", ("text", Literal("erreur")))],
            "m.Done -> ok", "m.Error -> ko");
        return await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("courriel"));
    }

    private static Task<List<OutgoingMail>> MailsAsync(FabriqueApp app) => app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == "circuit/courriel").ToListAsync());
}
