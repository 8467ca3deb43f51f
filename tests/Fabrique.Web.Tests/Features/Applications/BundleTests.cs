using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Testing.Files;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Bundle;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>An application taken away as a PDF, or with all its files: what each reader's page shows, and nothing else.</summary>
public sealed class BundleTests
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task Each_reader_takes_away_what_their_page_shows(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var decided = await app.ReadAsync(db => db.Applications.Include(application => application.Opinions).AsSplitQuery()
            .OrderBy(application => application.Reference)
            .FirstAsync(application => application.DecisionReason != null && application.Opinions.Any(opinion => opinion.Comment != ""), Token));
        var comment = decided.Opinions.First(opinion => opinion.Comment.Length > 0).Comment;
        var mine = await app.ReadAsync(db => db.StaffMembers.Where(person => person.Id == decided.ApplicantId).Select(person => person.FullName).SingleAsync(Token));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(decided.Reference));
        Assert.NotNull(team.Page.QuerySelector($"a[href='{ApplicationLinks.Zip(decided.Reference)}']"));

        var all = await PdfAsync(team, decided.Reference);
        foreach (var expected in (string[])[decided.Reference, decided.Title, mine, decided.DecisionReason!, comment, "Avis des directions", "Suivi"])
        {
            Assert.Contains(Close(expected), all, StringComparison.Ordinal);
        }

        var internals = await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == decided.Id && entry.IsInternal).Select(entry => entry.Sentence).ToListAsync(Token));
        Assert.All(internals, sentence => Assert.DoesNotContain(Close(sentence), all, StringComparison.Ordinal));

        // The agent whose application it is reads no opinion; others read nothing.
        using var agent = await app.BrowseAsync("agent");
        var own = await app.ReadAsync(db => db.Applications.Where(application => application.SubmittedAt != null && db.StaffMembers.Any(person => person.Id == application.ApplicantId && person.FullName == "Kenza Fauvette")).Select(application => application.Reference).FirstAsync(Token));
        var hers = await PdfAsync(agent, own);
        Assert.Contains(Close("L’idée"), hers, StringComparison.Ordinal);
        Assert.DoesNotContain(Close("Avis des directions"), hers, StringComparison.Ordinal);
        using var stranger = await app.BrowseAsync("agent2");
        foreach (var path in (string[])[ApplicationLinks.Pdf(own), ApplicationLinks.Zip(own), ApplicationLinks.Pdf("C-1999-0001")])
        {
            using var refused = await GetAsync(stranger, path);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        using var auditor = await app.BrowseAsync("auditeur");
        Assert.Contains(Close("Avis des directions"), await PdfAsync(auditor, own), StringComparison.Ordinal);
        Assert.Equal(3, await app.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == DownloadTrail.Taken, Token)));
    }

    [Fact]
    public async Task The_archive_holds_every_file_under_a_name_of_its_own_and_the_list_of_all()
    {
        await using var app = await FabriqueApp.StartAsync();
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["Devis d’été.pdf"] = SampleFiles.Pdf, ["devis D’ÉTÉ.pdf"] = SampleFiles.Ascii("%PDF-1.4 autre %%EOF"), ["plan.png"] = SampleFiles.Png };
        var (draft, files) = await JoinAsync(app, contents);

        using var agent = await app.BrowseAsync("agent");
        using var answer = await GetAsync(agent, ApplicationLinks.Zip(draft.Reference));
        Assert.Equal((HttpStatusCode.OK, ApplicationBundle.MediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal($"candidature-{draft.Reference}.zip", answer.Content.Headers.ContentDisposition!.FileName?.Trim('"'));
        using var archive = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Token)));
        Assert.Equal(
            [$"candidature-{draft.Reference}.pdf", "pieces/Devis d’été.pdf", "pieces/devis D’ÉTÉ (2).pdf", "pieces/plan.png", "manifeste.csv"],
            archive.Entries.Select(entry => entry.FullName));
        foreach (var (entry, content) in archive.Entries.Skip(1).Zip(contents.Values))
        {
            Assert.Equal(content, await ReadAsync(entry));
        }

        var manifest = Encoding.UTF8.GetString(await ReadAsync(archive.GetEntry(ApplicationBundle.ManifestName)!)).TrimEnd().Split("\r\n");
        Assert.Equal(6, manifest.Length);
        Assert.All(files.Where(file => file.MayBeRead), file => Assert.Contains(manifest, line => line.Contains($";{file.Length};{file.Digest};", StringComparison.Ordinal)));
        Assert.Contains($";{Convert.ToHexStringLower(SHA256.HashData(await ReadAsync(archive.Entries[0])))};", manifest[1], StringComparison.Ordinal);

        // What the antivirus refused is named, and is not there.
        Assert.Contains("absent de l’archive", manifest[^1], StringComparison.Ordinal);
        Assert.Contains("infecte.pdf", manifest[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.pdf|A.PDF|a.pdf", "a.pdf|A (2).PDF|a (3).pdf")]
    [InlineData("../../etc/passwd|C:\\x\\CON|con.txt", "passwd|_CON|_con.txt")]
    [InlineData("a (2).pdf|a.pdf|a.pdf", "a (2).pdf|a.pdf|a (3).pdf")]
    [InlineData("|.|sans", "fichier|fichier (2)|sans")]
    public void Names_are_safe_and_no_two_are_the_same(string given, string expected) => Assert.Equal(expected.Split('|'), ApplicationBundle.Name(given.Split('|')));

    /// <summary>A draft to which files are joined, the last one infected.</summary>
    private static async Task<(Application Draft, IReadOnlyList<StoredFile> Files)> JoinAsync(FabriqueApp app, Dictionary<string, byte[]> contents)
    {
        var me = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Kenza Fauvette").Select(person => person.Id).SingleAsync(Token));
        var store = app.Services.GetRequiredService<FileStore>();
        var files = new List<StoredFile>();
        foreach (var (name, content) in contents.Append(KeyValuePair.Create("infecte.pdf", SampleFiles.Pdf)))
        {
            using var incoming = await store.ReceiveAsync(new MemoryStream(content), long.MaxValue, Token);
            incoming!.Keep();
            files.Add(StoredFile.Receive(Guid.CreateVersion7(), name, FileType.Pdf, content.Length, incoming.Content.Digest, me, app.Now, isScanned: false));
        }

        files[^1].RecordScan(ScanStatus.Infected, "Eicar", app.Now);
        var design = FormDesign.Start(
            Guid.CreateVersion7(), "avec-pieces", "Avec des pièces", new Form("x", 1, [new FormField(ApplicationForms.Title, "Titre", FieldKind.Text) { IsRequired = true, MaximumLength = 120 }, new FormField("pieces", "Vos pièces", FieldKind.File)]), app.Now);
        design.Publish(Guid.CreateVersion7(), app.Now, null, ApplicationForms.Requirements);
        var callId = await app.ReadAsync(async db =>
        {
            db.AddRange(files);
            db.Forms.Add(design);
            var call = await db.Calls.SingleAsync(call => call.Status == CallStatus.Open, Token);
            call.Ask(design.Id);
            await db.SaveChangesAsync(Token);
            return call.Id;
        });
        var form = await app.ReadAsync(db => db.FormVersions.Where(one => one.DesignId == design.Id).Select(one => one.Form).SingleAsync(Token));
        var titled = form.Fill(new KeyValuePair<string, string?>(ApplicationForms.Title, "Girouette – avec des pièces"));
        var answers = new FormAnswers(titled.FormCode, titled.FormVersion, titled.Values.Append(new KeyValuePair<string, FormValue>("pieces", new FilesValue(new(files.Select(file => new FormFile(file.Id, file.Name)))))));
        var saved = await app.ActAsync("agent", services => services.GetRequiredService<SaveApplicationHandler>().HandleAsync(new SaveApplication { ApplicationId = Guid.CreateVersion7(), CallId = callId, Answers = answers, Form = form }, Token));
        return (saved.Value!.Application, files);
    }

    private static async Task<string> PdfAsync(FormBrowser browser, string reference)
    {
        using var answer = await GetAsync(browser, ApplicationLinks.Pdf(reference));
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("fr-FR", ((UglyToad.PdfPig.Tokens.StringToken)pdf.Structure.Catalog.CatalogDictionary.Data["Lang"]).Data);
        return Close(string.Concat(pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value)));
    }

    // Where lines end is the page's business.
    private static string Close(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static async Task<byte[]> ReadAsync(ZipArchiveEntry entry)
    {
        using var copy = new MemoryStream();
        await using var content = entry.Open();
        await content.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    private static async Task<HttpResponseMessage> GetAsync(FormBrowser browser, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", browser.CookieHeader);
        return await http.GetAsync(new Uri(browser.BaseAddress, path), Token);
    }
}
