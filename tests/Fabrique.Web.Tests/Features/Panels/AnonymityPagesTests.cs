using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Testing.Files;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Anonymise;
using Fabrique.Web.Features.Panels.Score;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed class AnonymityPagesTests
{
    private const string NotReady = "La version anonymisée n’est pas encore prête";

    private static readonly CancellationToken Token = CancellationToken.None;

    private static readonly FormAnswers Naming = ApplicationForms.Fill(
        "Passerelle, par Kenza FAUVETTE",
        "La Direction départementale des territoires du Rhône attend, dit Mme Fauvette (k.fauvette@exemple.fr).",
        "Une bibliothèque. Solène Aubépine l’a vue.",
        "La DDT, le Service de l'Habitat, d’autres.");

    [Theory, EngineData]
    public async Task Who_sits_reads_nothing_until_somebody_released_it_then_no_name_until_it_is_heard(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app, isAnonymised: true, answers: Naming);
        await PanelActs.GridAsync(app, jury);
        var (panel, reference) = (jury.Panel.Id, jury.Items[0].Reference);
        using var juror = await app.BrowseAsync("coach");
        foreach (var page in new[] { PanelLinks.Show(panel), PanelLinks.Read(panel, reference), PanelLinks.Assess(panel, reference), PanelLinks.Ranking(panel), PanelLinks.Declare(panel, reference) })
        {
            await juror.GoAsync(page);
            Assert.Equal(HttpStatusCode.OK, juror.Status);
            AssertUnnamed(juror);
            Assert.DoesNotContain("Passerelle", juror.Text, StringComparison.Ordinal);
        }

        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.Contains(NotReady, juror.Text, StringComparison.Ordinal);
        await juror.GoAsync(PanelLinks.Assess(panel, reference));
        Assert.Contains(NotReady, juror.Text, StringComparison.Ordinal);
        Assert.Empty(juror.Page.QuerySelectorAll("main form"));
        await juror.GoAsync(ApplicationLinks.Show(reference));
        Assert.Equal(HttpStatusCode.NotFound, juror.Status);
        var early = await app.ActAsync("coach", services => services.GetRequiredService<GiveScoreHandler>().HandleAsync(new GiveScore(panel, jury.Items[0].Id, "c1", 4, "Vu."), Token));
        Assert.Equal("reading-not-ready", early.Refusal?.Code);

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.PrepareReading(panel, reference));
        Assert.Contains("Reconnu : « k.fauvette@exemple.fr », « Direction départementale des territoires du Rhône », « Fauvette »", team.Text, StringComparison.Ordinal);
        await team.PressAsync("J’ai relu : rendre lisible par le jury", ("Texts[solution]", "Une bibliothèque, vue par sa hiérarchie."));
        Assert.Contains("le jury peut la lire", team.Text, StringComparison.Ordinal);
        Assert.Contains("1 sur 2 sont relues", team.Text, StringComparison.Ordinal);
        var reading = await app.ReadAsync(db => db.AnonymisedReadings.SingleAsync(one => one.PanelId == panel, Token));
        Assert.Equal((jury.People["equipe"], true), (reading.ReleasedById!.Value, reading.IsReleased));

        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.Contains("Passerelle, par [nom]", juror.Text, StringComparison.Ordinal);
        Assert.Contains("La [service] attend, dit Mme [nom] ([courriel]).", juror.Text, StringComparison.Ordinal);
        Assert.Contains("Une bibliothèque, vue par sa hiérarchie.", juror.Text, StringComparison.Ordinal);
        Assert.Contains("La [service], le [service], d’autres.", juror.Text, StringComparison.Ordinal);
        AssertUnnamed(juror);
        await PanelActs.AssessAsync(app, jury, "coach");
        await juror.GoAsync(PanelLinks.Show(panel));
        Assert.Contains($"{reference} – Passerelle, par [nom]", juror.Text, StringComparison.Ordinal);

        var session = await SessionActs.PlanAsync(app, jury);
        foreach (var page in new[] { PanelLinks.Ranking(panel), PanelLinks.Session(panel, session.Id), PanelLinks.Live(panel, session.Id), PanelLinks.Projection(panel, session.Id), PanelLinks.Deliberation(panel), PanelLinks.Ballots(panel, session.Id) })
        {
            await juror.GoAsync(page);
            Assert.Equal(HttpStatusCode.OK, juror.Status);
            AssertUnnamed(juror);
        }

        await juror.GoAsync(ApplicationLinks.Show(reference));
        Assert.Equal(HttpStatusCode.NotFound, juror.Status);

        // It is heard: who brings it is there.
        await SessionActs.BeginAsync(app, jury);
        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.Equal(ApplicationLinks.Show(reference), juror.Address.AbsolutePath);
        Assert.Contains("Kenza FAUVETTE", juror.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_release_lapses_once_the_application_says_something_else_and_is_asked_for_again(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app, isAnonymised: true, answers: Naming);
        var (panel, reference) = (jury.Panel.Id, jury.Items[0].Reference);
        await PanelActs.ReleaseAsync(app, jury);
        var stale = await PanelActs.ReadingAsync(app, jury);
        await AnswerAsync(app, jury.Items[0].Id, ApplicationForms.Fill("Passerelle, par Kenza FAUVETTE", "Kenza a corrigé.", "Une bibliothèque.", "D’autres."));
        using var juror = await app.BrowseAsync("coach");
        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.Contains(NotReady, juror.Text, StringComparison.Ordinal);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Readings(panel));
        Assert.Contains("À relire : la candidature a changé", team.Text, StringComparison.Ordinal);
        var refused = await app.ActAsync("equipe", services => services.GetRequiredService<SaveReadingHandler>().HandleAsync(stale, Token));
        Assert.Equal("reading-changed-meanwhile", refused.Refusal?.Code);
        await team.GoAsync(PanelLinks.PrepareReading(panel, reference));
        await team.PressAsync("J’ai relu : rendre lisible par le jury");
        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.Contains("[nom] a corrigé.", juror.Text, StringComparison.Ordinal);

        // Taken back, it is read no more.
        await team.GoAsync(PanelLinks.PrepareReading(panel, reference));
        await team.PressAsync("Enregistrer et retirer au jury");
        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.Contains(NotReady, juror.Text, StringComparison.Ordinal);
        await juror.GoAsync(PanelLinks.Show(panel));
        Assert.DoesNotContain("Passerelle", juror.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_joined_file_is_read_only_when_somebody_said_so_and_under_another_name(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app, isAnonymised: true);
        var files = await JoinAsync(app, jury, "CV de Kenza Fauvette.pdf", "budget.pdf");
        var (panel, reference) = (jury.Panel.Id, jury.Items[0].Reference);
        await PanelActs.ReleaseAsync(app, jury);
        using var juror = await app.BrowseAsync("coach");
        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.DoesNotContain("Pièce", juror.Text, StringComparison.Ordinal);
        await juror.GoAsync(PanelLinks.ReadFile(panel, reference, 1));
        Assert.Equal(HttpStatusCode.NotFound, juror.Status);
        foreach (var file in files)
        {
            await juror.GoAsync($"/fichiers/{file:D}/piece.pdf");
            Assert.Equal(HttpStatusCode.NotFound, juror.Status);
        }

        var shown = (await PanelActs.ReadingAsync(app, jury)) with { ShownFiles = [files[1]] };
        Assert.True((await app.ActAsync("equipe", services => services.GetRequiredService<SaveReadingHandler>().HandleAsync(shown, Token))).IsDone);
        await juror.GoAsync(PanelLinks.Read(panel, reference));
        Assert.Contains("Pièce 1", juror.Text, StringComparison.Ordinal);
        AssertUnnamed(juror);
        using var answer = await GetAsync(juror, PanelLinks.ReadFile(panel, reference, 1));
        Assert.Equal(SampleFiles.Pdf, await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal($"{reference}-piece-1.pdf", answer.Content.Headers.ContentDisposition!.FileName);
        using var second = await GetAsync(juror, PanelLinks.ReadFile(panel, reference, 2));
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
    }

    [Theory, EngineData]
    public async Task Only_those_who_do_not_sit_prepare_and_nobody_their_own(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app, isAnonymised: true);
        var reading = await PanelActs.ReadingAsync(app, jury);
        foreach (var account in new[] { "directrice", "coach", "auditeur", "agent" })
        {
            var refused = await app.ActAsync(account, services => services.GetRequiredService<SaveReadingHandler>().HandleAsync(reading, Token));
            Assert.Equal("reading-not-yours", refused.Refusal?.Code);
        }

        await app.ReadAsync(db => db.Applications.Where(application => application.Id == jury.Items[0].Id).ExecuteUpdateAsync(row => row.SetProperty(application => application.ApplicantId, jury.People["equipe"]), Token));
        var own = await app.ActAsync("equipe", services => services.GetRequiredService<SaveReadingHandler>().HandleAsync(reading, Token));
        Assert.Equal("own-case", own.Refusal?.Code);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.PrepareReading(jury.Panel.Id, jury.Items[0].Reference));
        Assert.Contains("quelqu’un d’autre prépare", team.Text, StringComparison.Ordinal);
        Assert.Empty(team.Page.QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task Why_somebody_has_no_part_in_it_tells_the_chair_nothing_of_whose_it_is()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite);
        var jury = await PanelActs.JuryAsync(app, isAnonymised: true);
        var recusal = await PanelActs.RecuseAsync(app, jury, "coach", "Kenza Fauvette est une amie d’enfance.");
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(PanelLinks.Recusals(jury.Panel.Id));
        Assert.Contains("En vigueur", chair.Text, StringComparison.Ordinal);
        AssertUnnamed(chair);
        Assert.DoesNotContain("À vérifier", chair.Text, StringComparison.Ordinal);
        await chair.GoAsync(PanelLinks.Withdraw(jury.Panel.Id, recusal.Id));
        Assert.Equal(HttpStatusCode.NotFound, chair.Status);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Recusals(jury.Panel.Id));
        Assert.Contains("amie d’enfance", team.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rule_is_changed_with_the_others_and_said()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite);
        var jury = await PanelActs.JuryAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(PanelLinks.Rules(jury.Panel.Id));
        await team.PressAsync("Enregistrer les règles", ("IsAnonymised", "true"));
        Assert.Contains("Sans les noms, jusqu’à l’audition", team.Text, StringComparison.Ordinal);
        Assert.Contains("2 candidatures attendent leur version anonymisée", team.Text, StringComparison.Ordinal);
        Assert.True(await app.ReadAsync(db => db.Panels.Where(panel => panel.Id == jury.Panel.Id).Select(panel => panel.IsAnonymised).SingleAsync(Token)));
    }

    private static void AssertUnnamed(FormBrowser browser)
    {
        foreach (var name in new[] { "Fauvette", "Kenza", "Habitat" })
        {
            Assert.DoesNotContain(name, browser.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(FormBrowser browser, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", browser.CookieHeader);
        return await http.GetAsync(new Uri(browser.BaseAddress, path), Token);
    }

    private static Task<int> AnswerAsync(FabriqueApp app, Guid id, FormAnswers answers) => app.ReadAsync(async db =>
    {
        var application = await db.Applications.SingleAsync(one => one.Id == id, Token);
        db.Entry(application).Property(one => one.Answers).CurrentValue = answers;
        return await db.SaveChangesAsync(Token);
    });

    private static async Task<List<Guid>> JoinAsync(FabriqueApp app, SampleJury jury, params string[] names)
    {
        using var incoming = await app.Services.GetRequiredService<FileStore>().ReceiveAsync(new MemoryStream(SampleFiles.Pdf), long.MaxValue, Token);
        incoming!.Keep();
        var files = names.Select(name => StoredFile.Receive(Guid.CreateVersion7(), name, FileType.Pdf, incoming.Content.Length, incoming.Content.Digest, jury.People["agent"], app.Now, isScanned: false)).ToList();
        await app.ReadAsync(async db =>
        {
            var design = FormDesign.Start(
                Guid.CreateVersion7(), "avec-pieces", "Avec des pièces", new Form("x", 1, [new FormField(ApplicationForms.Title, "Titre", FieldKind.Text) { IsRequired = true, MaximumLength = 120 }, new FormField("pieces", "Vos pièces", FieldKind.File)]), app.Now);
            var version = design.Publish(Guid.CreateVersion7(), app.Now, null, ApplicationForms.Requirements);
            db.Forms.Add(design);
            files.ForEach(file => file.Keep(jury.First));
            db.StoredFiles.AddRange(files);
            await db.SaveChangesAsync(Token);
            var application = await db.Applications.SingleAsync(one => one.Id == jury.Items[0].Id, Token);
            var entry = db.Entry(application);
            entry.Property(one => one.FormVersionId).CurrentValue = version.Id;
            entry.Property(one => one.Answers).CurrentValue = new FormAnswers(
                version.Form.Code, version.Form.Version, new KeyValuePair<string, FormValue>(ApplicationForms.Title, new TextValue("Passerelle")), new("pieces", new FilesValue(new(files.Select(file => new FormFile(file.Id, file.Name))))));
            entry.Property(one => one.Title).CurrentValue = "Passerelle";
            return await db.SaveChangesAsync(Token);
        });
        return [.. files.Select(file => file.Id)];
    }
}
