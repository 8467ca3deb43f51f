using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Testing.Files;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Files;

/// <summary>Files joined to an application: sent, analysed, read by those who read it, taken away, forgotten.</summary>
public sealed class FilesTests
{
    private const string Path = "/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles";
    private const string Save = "Enregistrer le brouillon";
    private const string Title = "Girouette – avec des pièces";
    private const string Answer = "Answers[pieces]";

    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task Files_leave_with_the_form_and_are_read_by_those_who_read_the_application(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendAsync(browser, Save, [("Answers[title]", Title)], ("Devis d’été.pdf", SampleFiles.Pdf), ("photo", SampleFiles.Png));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("« photo » est renommé « photo.png »", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Devis d’été.pdf", browser.Text, StringComparison.Ordinal);

        var application = await FindAsync(app);
        var joined = Assert.IsType<FilesValue>(application.Answers["pieces"]);
        Assert.Equal(["Devis d’été.pdf", "photo.png"], joined.Files.Select(file => file.Name));
        var rows = await app.ReadAsync(db => db.StoredFiles.OrderBy(file => file.Name).ToListAsync(Token));
        Assert.All(rows, row => Assert.Equal((application.Id, ScanStatus.NotScanned), (row.OwnerId!.Value, row.Scan)));

        // Read by whoever has it, and by nobody else as long as it is a draft.
        var link = browser.Page.QuerySelector("a[href^='/fichiers/']")!.GetAttribute("href")!;
        using var answer = await GetAsync(browser, link);
        Assert.Equal(SampleFiles.Pdf, await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Devis d’été.pdf", answer.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        foreach (var account in (string[])["agent2", "equipe", "directrice"])
        {
            using var other = await app.BrowseAsync(account);
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(other, link)).StatusCode);
        }

        using var nobody = app.Browse();
        Assert.NotEqual(HttpStatusCode.OK, (await GetAsync(nobody, link)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(browser, $"/fichiers/{Guid.NewGuid()}/x.pdf")).StatusCode);

        // What a copy of the folder lost is named.
        Assert.Equal((2, 0), await CheckAsync(app));
        app.Services.GetRequiredService<FileStore>().Delete(rows[1].Digest);
        Assert.Equal((1, 1), await CheckAsync(app));

        // Taken away by its box.
        await browser.GoAsync($"/candidatures/{application.Reference}/modifier");
        await SendAsync(browser, Save, [("Removed", rows[0].Id.ToString("N"))]);
        Assert.Equal(["photo.png"], Assert.IsType<FilesValue>((await FindAsync(app)).Answers["pieces"]).Files.Select(file => file.Name));
    }

    [Fact]
    public async Task What_is_refused_is_said_beside_the_question_and_what_was_received_stays()
    {
        await using var app = await StartAsync(Engine.Sqlite, ("Files:MostBytes", "5000"));
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendAsync(browser, Save, [("Answers[title]", Title)], ("plan.pdf", SampleFiles.Pdf), ("virus.exe", [77, 90, 0]), ("gros.txt", new byte[5001]), ("", []));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("« virus.exe » n’est pas d’un type accepté", browser.Text, StringComparison.Ordinal);
        Assert.Contains("« gros.txt » est trop gros", browser.Text, StringComparison.Ordinal);
        Assert.Equal(Title, browser.Page.QuerySelector("[name='Answers[title]']")!.GetAttribute("value"));
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == Title, Token)));

        await SendAsync(browser, Save, []);
        Assert.Equal(["plan.pdf"], Assert.IsType<FilesValue>((await FindAsync(app)).Answers["pieces"]).Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Twenty_one_files_are_one_too_many_and_twenty_are_joined()
    {
        await using var app = await StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendAsync(browser, Save, [("Answers[title]", Title)], [.. Enumerable.Range(1, 21).Select(number => ($"n{number}.txt", SampleFiles.Ascii($"texte {number}")))]);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("20 fichiers au plus", browser.Text, StringComparison.Ordinal);
        await SendAsync(browser, Save, []);
        Assert.Equal(20, Assert.IsType<FilesValue>((await FindAsync(app)).Answers["pieces"]).Files.Count);
    }

    [Fact]
    public async Task A_script_sends_one_at_once_and_saves_it_with_the_rest()
    {
        await using var app = await StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        var form = browser.Prepare(Save, ("Answers[title]", Title));
        using var received = await UploadAsync(browser, form, "plan.odt", SampleFiles.Odt);
        Assert.Equal(HttpStatusCode.OK, received.StatusCode);
        var told = JsonDocument.Parse(await received.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal("plan.odt", told.GetProperty("name").GetString());

        using var refused = await UploadAsync(browser, form, "page.html", "<html>"u8.ToArray());
        Assert.Contains("type accept", JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        using var elsewhere = await UploadAsync(browser, form, "plan.odt", SampleFiles.Odt, question: "title");
        Assert.Contains("\"sentence\"", await elsewhere.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Single(Contents(app));

        await browser.SendAsync(form.With(Answer, told.GetProperty("id").GetString()!));
        Assert.Equal(["plan.odt"], Assert.IsType<FilesValue>((await FindAsync(app)).Answers["pieces"]).Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Nobody_joins_a_file_that_somebody_else_sent()
    {
        await using var app = await StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        using var received = await UploadAsync(browser, browser.Prepare(Save), "plan.odt", SampleFiles.Odt);
        var id = JsonDocument.Parse(await received.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("id").GetString()!;

        using var other = await app.BrowseAsync("agent2");
        await other.GoAsync(Path);
        await other.SendAsync(other.Prepare(Save, ("Answers[title]", Title)).With(Answer, id));
        Assert.Equal(HttpStatusCode.BadRequest, other.Status);
        Assert.Contains("une pièce n’a pas été retrouvée", other.Text, StringComparison.Ordinal);
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == Title, Token)));
    }

    [Fact]
    public async Task Answers_taken_up_for_another_application_have_files_of_their_own()
    {
        await using var app = await StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendAsync(browser, Save, [("Answers[title]", Title)], ("plan.pdf", SampleFiles.Pdf));
        var first = await FindAsync(app);
        await browser.GoAsync($"{Path}&modele={first.Reference}");
        await SendAsync(browser, Save, [("Answers[title]", "Une autre")]);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var second = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Title == "Une autre", Token));
        var (before, after) = (Assert.IsType<FilesValue>(first.Answers["pieces"]).Files[0], Assert.IsType<FilesValue>(second.Answers["pieces"]).Files[0]);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal(second.Id, await app.ReadAsync(db => db.StoredFiles.Where(file => file.Id == after.Id).Select(file => file.OwnerId).SingleAsync(Token)));
    }

    [Fact]
    public async Task More_than_can_be_sent_together_is_refused_with_a_sentence()
    {
        await using var app = await StartAsync(Engine.Sqlite, ("Files:MostBytes", "1024"));
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendAsync(browser, Save, [("Answers[title]", Title)], ("gros.txt", new byte[1_200_000]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, browser.Status);
        Assert.Contains("en plusieurs fois", browser.Text, StringComparison.Ordinal);
        Assert.Empty(Contents(app));
    }

    /// <summary>Under the default setting, through the server: the last byte that fits, and the first that does not.</summary>
    [Theory]
    [EngineData]
    public async Task Forty_megabytes_are_joined_and_one_byte_more_is_refused_beside_its_question(Engine engine)
    {
        const long Most = 40 * 1024 * 1024;
        await using var app = await StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendGeneratedAsync(browser, "trop.txt", Most + 1, [("Answers[title]", Title)]);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal(["« trop.txt » est trop gros : un fichier fait 40 Mo au plus."], browser.Page.QuerySelectorAll("[data-files=pieces] .fr-message--error").Select(message => FormBrowser.Fold(message.TextContent)));
        Assert.Contains("de 40 Mo chacun", FormBrowser.Fold(browser.Page.QuerySelector("[data-files=pieces] label .fr-hint-text")!.TextContent), StringComparison.Ordinal);
        Assert.Equal(Title, browser.Page.QuerySelector("[name='Answers[title]']")!.GetAttribute("value"));
        Assert.Empty(Contents(app));
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == Title, Token)));

        await SendGeneratedAsync(browser, "juste.txt", Most, []);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(["juste.txt"], Assert.IsType<FilesValue>((await FindAsync(app)).Answers["pieces"]).Files.Select(file => file.Name));
        Assert.Equal(Most, await app.ReadAsync(db => db.StoredFiles.Select(file => file.Length).SingleAsync(Token)));
        Assert.Single(Contents(app));
    }

    /// <summary>A network that breaks in the middle of a file, sent with the form or by the script: nothing is left of it, and the same page sends it again.</summary>
    [Theory]
    [EngineData(true)]
    [EngineData(false)]
    public async Task A_file_cut_half_way_leaves_nothing_and_can_be_sent_again(Engine engine, bool byScript)
    {
        var cut = new CutRequests();
        await using var app = await StartAsync(engine, cut.Watch);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        var form = browser.Prepare(Save, ("Answers[title]", Title));
        var target = byScript ? new Uri(form.Target, "?handler=Upload") : form.Target;
        await CutAsync(browser, target, byScript ? [.. form.Values, new("question", "pieces")] : form.Values, byScript ? "file" : "Files[pieces]", cut.Begun);
        await cut.Ended.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Empty(Contents(app));
        Assert.False(await app.ReadAsync(db => db.StoredFiles.AnyAsync(Token)));
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == Title, Token)));

        if (byScript)
        {
            using var received = await UploadAsync(browser, form, "plan.odt", SampleFiles.Odt);
            form = form.With(Answer, JsonDocument.Parse(await received.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("id").GetString()!);
            await browser.SendAsync(form);
        }
        else
        {
            await SendAsync(browser, Save, [("Answers[title]", Title)], ("plan.odt", SampleFiles.Odt));
        }

        Assert.Equal(["plan.odt"], Assert.IsType<FilesValue>((await FindAsync(app)).Answers["pieces"]).Files.Select(file => file.Name));
        Assert.Single(Contents(app));
    }

    [Theory]
    [EngineData]
    public async Task A_file_waits_for_the_antivirus_and_an_infected_one_is_done_away_with(Engine engine)
    {
        await using var server = new ScriptedAntivirus { Answer = content => content.AsSpan().IndexOf("fictif"u8) >= 0 ? ScriptedAntivirus.Infected : ScriptedAntivirus.Clean };
        await using var app = await StartAsync(engine, ("Antivirus:Address", server.Address));
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendAsync(browser, Save, [("Answers[title]", Title)], ("plan.pdf", SampleFiles.Pdf), ("note.txt", SampleFiles.Ascii("virus fictif")));
        Assert.Contains("analyse par l’antivirus en cours", browser.Text, StringComparison.Ordinal);
        var rows = await app.ReadAsync(db => db.StoredFiles.OrderBy(file => file.Name).ToListAsync(Token));
        foreach (var row in rows)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(browser, FileLinks.Download(row))).StatusCode);
        }

        await ScanAsync(app);
        await ScanAsync(app);
        var address = browser.Address.AbsolutePath;
        await browser.GoAsync(address);
        Assert.Contains("l’antivirus y a trouvé « Fictif.Essai-1 »", browser.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(browser, FileLinks.Download(rows[0]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(browser, FileLinks.Download(rows[1]))).StatusCode);
        var infected = await app.ReadAsync(db => db.StoredFiles.SingleAsync(file => file.Id == rows[0].Id, Token));
        Assert.Equal((ScanStatus.Infected, true), (infected.Scan, infected.DestroyedAt is not null));
        Assert.Equal([rows[1].Digest], Contents(app));
        Assert.Equal(2, server.Contents.Count);
    }

    [Fact]
    public async Task An_antivirus_that_stays_away_becomes_an_incident_and_lets_nobody_read()
    {
        await using var server = new ScriptedAntivirus { Answer = _ => ScriptedAntivirus.Cut };
        await using var app = await StartAsync(Engine.Sqlite, ("Antivirus:Address", server.Address));
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await SendAsync(browser, Save, [("Answers[title]", Title)], ("plan.pdf", SampleFiles.Pdf));
        for (var attempt = 0; attempt <= LedgerSource.Ladder.Count; attempt++)
        {
            await ScanAsync(app);
            await app.JumpAsync(app.Now.AddHours(13));
        }

        var failed = await app.ReadAsync(db => db.DueAttempts.SingleAsync(attempt => attempt.Source == ScanFiles.SourceName, Token));
        Assert.NotNull(failed.FailedAt);
        Assert.Equal(ScanStatus.Pending, await app.ReadAsync(db => db.StoredFiles.Select(file => file.Scan).SingleAsync(Token)));
    }

    [Theory]
    [EngineData]
    public async Task What_nothing_kept_is_forgotten_after_a_day_and_what_was_never_analysed_is(Engine engine)
    {
        await using var server = new ScriptedAntivirus();
        await using var app = await StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        using var received = await UploadAsync(browser, browser.Prepare(Save), "oublié.odt", SampleFiles.Odt);
        await SendAsync(browser, Save, [("Answers[title]", Title)], ("plan.pdf", SampleFiles.Pdf));
        await SweepAsync(app);
        Assert.Equal(2, Contents(app).Count);

        await app.JumpAsync(app.Now.AddHours(25));
        await SweepAsync(app);
        await SweepAsync(app);
        var kept = Assert.Single(await app.ReadAsync(db => db.StoredFiles.ToListAsync(Token)));
        Assert.Equal("plan.pdf", kept.Name);
        Assert.Equal([kept.Digest], Contents(app));
        Assert.Equal(ScanStatus.NotScanned, kept.Scan);

        // Once there is an antivirus.
        app.Services.GetRequiredService<AntivirusOptions>().Address = server.Address;
        await SweepAsync(app);
        await ScanAsync(app);
        Assert.Equal(ScanStatus.Clean, await app.ReadAsync(db => db.StoredFiles.Select(file => file.Scan).SingleAsync(Token)));
    }

    private static Task<FabriqueApp> StartAsync(Engine engine = Engine.Sqlite, params (string Name, string Value)[] settings) => StartAsync(engine, null, settings);

    private static async Task<FabriqueApp> StartAsync(Engine engine, Action<IServiceCollection>? configure, params (string Name, string Value)[] settings)
    {
        var app = await FabriqueApp.StartAsync(engine, configure, settings);
        await app.ReadAsync(async db =>
        {
            var design = FormDesign.Start(
                Guid.CreateVersion7(), "avec-pieces", "Avec des pièces", new Form("x", 1, [new FormField(ApplicationForms.Title, "Titre", FieldKind.Text) { IsRequired = true, MaximumLength = 120 }, new FormField("pieces", "Vos pièces", FieldKind.File)]), app.Now);
            design.Publish(Guid.CreateVersion7(), app.Now, null, ApplicationForms.Requirements);
            db.Forms.Add(design);
            (await db.Calls.SingleAsync(call => call.Status == CallStatus.Open, Token)).Ask(design.Id);
            return await db.SaveChangesAsync(Token);
        });
        return app;
    }

    private static Task<Application> FindAsync(FabriqueApp app) => app.ReadAsync(db => db.Applications.SingleAsync(application => application.Title == Title, Token));

    // As a browser without script does.
    private static async Task SendAsync(FormBrowser browser, string button, (string Name, string Value)[] fields, params (string Name, byte[] Content)[] files)
    {
        var form = browser.Prepare(button, [.. fields.Where(field => field.Name != "Removed")]);
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in form.Values.Concat(fields.Where(field => field.Name == "Removed").Select(field => KeyValuePair.Create(field.Name, field.Value))))
        {
            content.Add(new StringContent(value), $"\"{name}\"");
        }

        foreach (var (name, bytes) in files)
        {
            content.Add(FilePart("Files[pieces]", name, bytes));
        }

        await browser.SendAsync(form.Target, content);
    }

    // As a browser without script does, of a file that is nowhere: it is made as it leaves.
    private static async Task SendGeneratedAsync(FormBrowser browser, string name, long length, (string Name, string Value)[] fields)
    {
        var form = browser.Prepare(Save, fields);
        using var content = new MultipartFormDataContent();
        foreach (var (field, value) in form.Values)
        {
            content.Add(new StringContent(value), $"\"{field}\"");
        }

        var part = new GeneratedContent(length);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"Files[pieces]\"; filename=\"{name}\"");
        part.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        content.Add(part);
        await browser.SendAsync(form.Target, content);
    }

    // A megabyte is announced, half of it leaves, and once the server has begun to read it the connection is gone.
    private static async Task CutAsync(FormBrowser browser, Uri target, IEnumerable<KeyValuePair<string, string>> values, string field, Task begun)
    {
        const string Boundary = "coupure";
        var text = new StringBuilder();
        foreach (var (name, value) in values)
        {
            text.Append(CultureInfo.InvariantCulture, $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"plan.txt\"\r\nContent-Type: text/plain\r\n\r\n");
        var head = $"POST {target.PathAndQuery} HTTP/1.1\r\nHost: {target.Authority}\r\nCookie: {browser.CookieHeader}\r\nContent-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {text.Length + 1_048_576}\r\n\r\n";
        using var client = new TcpClient();
        await client.ConnectAsync(target.Host, target.Port, Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + text), Token);
        await stream.WriteAsync(Enumerable.Repeat((byte)'a', 524_288).ToArray(), Token);
        await begun.WaitAsync(TimeSpan.FromMinutes(1), Token);
        client.LingerState = new LingerOption(enable: true, seconds: 0);
    }

    private static async Task<HttpResponseMessage> UploadAsync(FormBrowser browser, PreparedForm form, string name, byte[] bytes, string question = "pieces")
    {
        using var content = new MultipartFormDataContent();
        foreach (var (field, value) in form.Values.Where(field => field.Key is "__RequestVerificationToken" or "appel" or "ApplicationId" or "FormVersion"))
        {
            content.Add(new StringContent(value), $"\"{field}\"");
        }

        content.Add(new StringContent(question), "question");
        content.Add(FilePart("file", name, bytes));
        using var http = Client(browser);
        return await http.PostAsync(new Uri(form.Target, "?handler=Upload"), content, Token);
    }

    private static ByteArrayContent FilePart(string field, string name, byte[] bytes)
    {
        var part = new ByteArrayContent(bytes);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{name}\"; filename*=utf-8''{Uri.EscapeDataString(name)}");
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return part;
    }

    private static async Task<HttpResponseMessage> GetAsync(FormBrowser browser, string path)
    {
        using var http = Client(browser);
        return await http.GetAsync(new Uri(browser.BaseAddress, path), Token);
    }

    private static HttpClient Client(FormBrowser browser)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", browser.CookieHeader);
        return http;
    }

    private static List<string> Contents(FabriqueApp app)
    {
        var folder = app.Services.GetRequiredService<FileStore>().Folder;
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetFileName(file))] : [];
    }

    private static async Task<(int Read, int Lost)> CheckAsync(FabriqueApp app)
    {
        var check = await app.ReadAsync(db => FilesCheck.RunAsync(db, app.Services.GetRequiredService<FileStore>(), Token));
        return (check.Read, check.Lost.Count);
    }

    private static async Task ScanAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<ScanFiles>>().RunAsync(Token);
    }

    private static async Task SweepAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SweepFiles>().RunAsync(Token);
    }

    /// <summary>Letters, as many as it is told, of which no more than a few are ever in memory.</summary>
    private sealed class GeneratedContent(long length) : HttpContent
    {
        private static readonly byte[] Letters = [.. Enumerable.Repeat((byte)'a', 64 * 1024)];

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var left = length; left > 0; left -= Letters.Length)
            {
                await stream.WriteAsync(Letters.AsMemory(0, (int)Math.Min(left, Letters.Length)), Token);
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }

    /// <summary>Tells when the server begins with a request whose connection will break, and when it has done with it.</summary>
    private sealed class CutRequests : IStartupFilter
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => begun.Task;

        public Task Ended => ended.Task;

        public void Watch(IServiceCollection services) => services.AddSingleton<IStartupFilter>(this);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, rest) =>
            {
                if (http.Request.ContentType?.EndsWith("boundary=coupure", StringComparison.Ordinal) != true)
                {
                    await rest(http);
                    return;
                }

                begun.TrySetResult();
                try
                {
                    await rest(http);
                }
                finally
                {
                    ended.TrySetResult();
                }
            });
            next(app);
        };
    }
}
