using System.Globalization;
using System.Net;
using System.Text.Json;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Applications;

public sealed class ShareTests
{
    private const string Save = "Enregistrer le brouillon";

    [Theory]
    [EngineData]
    public async Task Somebody_invited_reads_nothing_before_they_accept_then_writes_and_submits_as_they_may(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var reference = (await app.DraftAsync("agent")).Application.Reference;
        using var owner = await app.BrowseAsync("agent");
        using var other = await app.BrowseAsync("agent2");
        await other.GoAsync(ApplicationLinks.Show(reference));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);

        await owner.GoAsync(ApplicationLinks.Team(reference));
        await owner.PressAsync("Envoyer l’invitation", ("Person", "joris grebe"), ("Right", "Write"));
        Assert.Contains("Invitation en attente", owner.Text, StringComparison.Ordinal);
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == ShareMessages.Invitation));
        Assert.Contains("l’écrire", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(ApplicationLinks.Invitation(reference), mail.TextBody, StringComparison.Ordinal);
        await other.GoAsync(ApplicationLinks.Show(reference));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);

        await other.GoAsync(ApplicationLinks.Invitation(reference));
        await other.PressAsync("Accepter");
        Assert.Equal(ApplicationLinks.Show(reference), other.Address.AbsolutePath);
        await other.GoAsync(ApplicationLinks.Edit(reference));
        await other.PressAsync(Save, ("Answers[solution]", "Une autre solution, à deux."));
        await other.GoAsync(ApplicationLinks.Review(reference));
        Assert.Contains("n’avez pas le droit de la déposer", other.Text, StringComparison.Ordinal);
        await other.GoAsync("/mon-espace");
        Assert.Contains(reference, other.Text, StringComparison.Ordinal);

        // Who reads only is shown no form, and what they send nevertheless is refused, by the button or as it is typed.
        await other.GoAsync(ApplicationLinks.Edit(reference));
        var late = other.Prepare(Save, ("Answers[solution]", "Écrit sans en avoir le droit."));
        await owner.GoAsync(ApplicationLinks.Team(reference));
        await owner.PressAsync("Enregistrer ses droits", ("Right", "Read"));
        await other.SendAsync(late);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("Écrit sans en avoir le droit.", other.Text, StringComparison.Ordinal);
        await other.SendAsync(late.To("?handler=Autosave"));
        Assert.DoesNotContain("savedAt", other.Page.Source.Text, StringComparison.Ordinal);
        await other.GoAsync(ApplicationLinks.Edit(reference));
        Assert.Null(other.Page.QuerySelector("[name='Answers[solution]']"));
        await other.GoAsync(ApplicationLinks.Show(reference));
        Assert.Contains("Une autre solution, à deux.", other.Text, StringComparison.Ordinal);

        // Rights are given, and taken back.
        await owner.GoAsync(ApplicationLinks.Team(reference));
        await owner.PressAsync("Enregistrer ses droits", ("Right", "Submit"));
        await other.GoAsync(ApplicationLinks.Review(reference));
        await other.PressAsync("Déposer ma candidature");
        Assert.Contains("Votre candidature est déposée.", other.Text, StringComparison.Ordinal);
        await owner.GoAsync(ApplicationLinks.Team(reference));
        await owner.FollowAsync("Retirer de l’équipe : Joris Grèbe");
        Assert.Contains("Retirer Joris Grèbe de l’équipe", owner.Text, StringComparison.Ordinal);
        await owner.PressAsync("Retirer de l’équipe");
        await other.GoAsync(ApplicationLinks.Show(reference));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
    }

    [Fact]
    public async Task An_address_of_nobody_is_invited_and_known_once_its_person_signs_in()
    {
        await using var app = await FabriqueApp.StartAsync();
        var application = (await app.DraftAsync("agent")).Application;
        using var owner = await app.BrowseAsync("agent");
        await owner.GoAsync(ApplicationLinks.Team(application.Reference));
        await owner.PressAsync("Envoyer l’invitation", ("Person", "Personne Inconnue"), ("Right", "Read"));
        Assert.Equal(HttpStatusCode.Conflict, owner.Status);
        Assert.Contains("Personne de l’annuaire ne répond à « Personne Inconnue »", owner.Text, StringComparison.Ordinal);
        await owner.PressAsync("Envoyer l’invitation", ("Person", "nouvelle@ailleurs.example"), ("Right", "Read"));
        Assert.Equal(HttpStatusCode.Conflict, owner.Status);
        Assert.Contains("doit être celle d’un service de l’État : @fabrique.example", owner.Text, StringComparison.Ordinal);
        await owner.PressAsync("Envoyer l’invitation", ("Person", "nouvelle@fabrique.example"), ("Right", "Read"));
        Assert.Contains(
            "n…@fabrique.example est invité·e à porter la candidature.",
            await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == application.Id).Select(entry => entry.Sentence).ToListAsync()));

        var invited = await app.ReadAsync(db => db.Applications.Where(one => one.Id == application.Id).SelectMany(one => one.CoApplicants).SingleAsync());
        Assert.Equal(((Guid?)null, "nouvelle@fabrique.example"), (invited.PersonId, invited.Email));
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == ShareMessages.Invitation));
        Assert.Equal(("nouvelle@fabrique.example", (Guid?)null), (mail.ToAddress, mail.RecipientId));
        Assert.True(invited.IsFor(Guid.CreateVersion7(), "Nouvelle@Fabrique.example"));
    }

    [Theory]
    [EngineData]
    public async Task An_idea_is_handed_over_with_its_trace(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var application = (await app.DraftAsync("agent")).Application;
        using var owner = await app.BrowseAsync("agent");
        using var other = await app.BrowseAsync("agent2");
        await owner.GoAsync(ApplicationLinks.Team(application.Reference));
        await owner.PressAsync("Envoyer l’invitation", ("Person", "Joris Grèbe"), ("Right", "Write"));
        await other.GoAsync(ApplicationLinks.Invitation(application.Reference));
        await other.PressAsync("Accepter");
        await owner.GoAsync(ApplicationLinks.Team(application.Reference));
        await owner.FollowAsync("Lui transmettre la candidature : Joris Grèbe");
        await owner.PressAsync("Transmettre la candidature");
        Assert.Contains("est portée par Joris Grèbe", owner.Text, StringComparison.Ordinal);

        var joris = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Joris Grèbe").Select(person => person.Id).SingleAsync());
        Assert.Equal(joris, await app.ReadAsync(db => db.Applications.Where(one => one.Id == application.Id).Select(one => one.ApplicantId).SingleAsync()));
        Assert.Contains("La candidature est transmise à Joris Grèbe, qui la porte désormais.", await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == application.Id).Select(entry => entry.Sentence).ToListAsync()));

        // Who had it goes on writing it, and no longer shares it.
        await owner.GoAsync(ApplicationLinks.Edit(application.Reference));
        Assert.Equal(HttpStatusCode.OK, owner.Status);
        Assert.Empty((await PageAsync(owner, ApplicationLinks.Team(application.Reference))).QuerySelectorAll("button[formaction='?handler=Invite']"));
    }

    [Theory]
    [EngineData]
    public async Task Whoever_has_an_idea_with_others_is_told_of_it_as_they_are(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var application = (await app.DraftAsync("agent")).Application;
        var (id, reference) = (application.Id, application.Reference);
        using var owner = await app.BrowseAsync("agent");
        using var other = await app.BrowseAsync("agent2");
        await owner.GoAsync(ApplicationLinks.Team(reference));

        // A first name that one person only has is enough.
        await owner.PressAsync("Envoyer l’invitation", ("Person", "joris"), ("Right", "Write"));
        await other.GoAsync("/mon-espace");
        Assert.Contains("Une invitation à porter une candidature attend votre réponse", other.Text, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(other.Page.QuerySelector($"#invitations a[href='{ApplicationLinks.Invitation(reference)}']"));
        await other.GoAsync(ApplicationLinks.Invitation(reference));
        await other.PressAsync("Accepter");
        await other.GoAsync(ApplicationLinks.Show(reference.ToLowerInvariant()));
        Assert.Equal(ApplicationLinks.Show(reference), other.Address.AbsolutePath);
        Assert.Contains("En attente de : Kenza Fauvette", other.Text, StringComparison.Ordinal);
        Assert.Contains("Son visa lui sera demandé : Solène Aubépine", other.Text, StringComparison.Ordinal);
        Assert.Contains(", avec Joris Grèbe", other.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Compléter et déposer", other.Text, StringComparison.Ordinal);

        // Whoever has the idea too gives no visa on it.
        await owner.GoAsync(ApplicationLinks.NameManager(reference));
        await owner.PressAsync("Enregistrer mon responsable", ("Person", "Joris Grèbe"));
        Assert.Equal(HttpStatusCode.Conflict, owner.Status);
        Assert.Contains("porte cette candidature avec vous", owner.Text, StringComparison.Ordinal);

        await owner.GoAsync(ApplicationLinks.Review(reference));
        Assert.Contains("Son visa lui sera demandé : Solène Aubépine", owner.Text, StringComparison.Ordinal);
        await owner.PressAsync("Déposer ma candidature");
        var receipts = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == id && mail.Template == "candidature/accuse-de-reception").OrderBy(mail => mail.ToName).ToListAsync());
        Assert.Equal(["Joris Grèbe", "Kenza Fauvette"], receipts.Select(mail => mail.ToName));
        Assert.All(receipts, mail => Assert.Contains("Solène Aubépine, responsable hiérarchique de Kenza Fauvette", mail.TextBody, StringComparison.Ordinal));
        Assert.All(receipts, mail => Assert.Contains("portée par Kenza Fauvette, avec Joris Grèbe", mail.TextBody, StringComparison.Ordinal));

        // Withdrawn by one, it is told at once to the other.
        await owner.GoAsync(ApplicationLinks.Withdraw(reference));
        await owner.PressAsync("Retirer ma candidature");
        var told = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == id && mail.Template == ShareMessages.Change && mail.ToName == "Joris Grèbe"));
        Assert.NotEqual(MailStatus.ForDigest, told.Status);
        Assert.Contains("a retiré cette candidature", told.TextBody, StringComparison.Ordinal);
        await other.GoAsync(ApplicationLinks.Edit(reference));
        Assert.Contains("Cette candidature a été retirée", other.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task What_was_written_is_kept_by_author_and_comes_back(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var application = (await app.DraftAsync("agent")).Application;
        using var owner = await app.BrowseAsync("agent");
        await app.JumpAsync(app.Now.Add(ApplicationRevision.Row));
        await owner.GoAsync(ApplicationLinks.Edit(application.Reference));
        await owner.PressAsync(Save, ("Answers[solution]", "Tout autre chose."));
        await owner.GoAsync(ApplicationLinks.History(application.Reference));
        Assert.Contains("1 réponse modifiée : La solution envisagée", owner.Text, StringComparison.Ordinal);
        Assert.Contains("Tout autre chose.", owner.Text, StringComparison.Ordinal);
        await owner.PressAsync("Rétablir cette version");
        Assert.Equal(application.Answers.Text("solution"), (await app.ReadAsync(db => db.Applications.SingleAsync(one => one.Id == application.Id))).Answers.Text("solution"));

        // What was replaced is in the list, which says who went back to what.
        await owner.GoAsync(ApplicationLinks.History(application.Reference));
        Assert.Contains("A rétabli la version du", owner.Text, StringComparison.Ordinal);
        Assert.Contains("Tout autre chose.", owner.Text, StringComparison.Ordinal);
        Assert.Equal(3, await app.ReadAsync(db => db.ApplicationRevisions.CountAsync(revision => revision.ApplicationId == application.Id)));
    }

    [Theory]
    [EngineData]
    public async Task Several_write_one_draft_and_nobody_undoes_what_another_wrote(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var draft = (await app.DraftAsync("agent")).Application;
        using var kenza = await app.BrowseAsync("agent");
        using var joris = await JoinAsync(app, kenza, draft);
        await joris.GoAsync(ApplicationLinks.Edit(draft.Reference));
        await kenza.GoAsync(ApplicationLinks.Edit(draft.Reference));

        // Joris’s page still holds what Kenza has changed meanwhile: it says only what he touched, and is told of the rest.
        await AutosaveAsync(kenza, kenza.Prepare(Save, ("Answers[problem]", "P1 de Kenza")).With("Tells", "true").With("Touched", "problem"));
        var page = joris.Prepare(Save).With("Tells", "true");
        var told = await AutosaveAsync(joris, page.With("Touched", "solution").With("Answers[solution]", "S1 de Joris"));
        var other = Assert.Single(told.GetProperty("others").EnumerateArray());
        Assert.Equal(("problem", "P1 de Kenza"), (other.GetProperty("key").GetString(), other.GetProperty("parts")[0].GetProperty("value").GetString()));
        var version = told.GetProperty("version").GetInt32().ToString(CultureInfo.InvariantCulture);
        await joris.SendAsync(page.With("Touched", "first-users").With("Version", version).With("Answers[first-users]", "U2 de Joris"));
        var saved = await ReadAsync();
        Assert.Equal(("P1 de Kenza", "S1 de Joris", "U2 de Joris"), (saved.Text("problem"), saved.Text("solution"), saved.Text("first-users")));

        // Without a script the whole page is sent: Kenza goes on writing the version that Joris opened, and both keep what they wrote.
        await joris.GoAsync(ApplicationLinks.Edit(draft.Reference));
        await kenza.GoAsync(ApplicationLinks.Edit(draft.Reference));
        await kenza.PressAsync(Save, ("Answers[problem]", "P2 de Kenza"), ("Answers[solution]", "S2 de Kenza"));
        await kenza.GoAsync(ApplicationLinks.Edit(draft.Reference));
        await kenza.PressAsync(Save, ("Answers[problem]", "P3 de Kenza"));
        await joris.PressAsync(Save, ("Answers[first-users]", "U3 de Joris"), ("Answers[solution]", "S3 de Joris"));
        Assert.Equal(HttpStatusCode.Conflict, joris.Status);
        Assert.Contains("l’autre réponse est « S2 de Kenza »", joris.Text, StringComparison.Ordinal);
        Assert.Contains("de Kenza Fauvette.", joris.Text, StringComparison.Ordinal);
        Assert.Equal(("P3 de Kenza", "S3 de Joris"), (Value(joris, "problem"), Value(joris, "solution")));
        saved = await ReadAsync();
        Assert.Equal(("P3 de Kenza", "S2 de Kenza", "U3 de Joris"), (saved.Text("problem"), saved.Text("solution"), saved.Text("first-users")));

        // Having read both, Joris keeps his.
        await joris.PressAsync(Save);
        Assert.Equal("S3 de Joris", (await ReadAsync()).Text("solution"));
        await joris.GoAsync(ApplicationLinks.History(draft.Reference));
        Assert.Equal(["Joris Grèbe", "Kenza Fauvette", "Joris Grèbe", "Kenza Fauvette"], joris.Page.QuerySelectorAll("main section h2").Select(title => title.TextContent.Split(',')[0]));

        async Task<FormAnswers> ReadAsync() => (await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == draft.Id))).Answers;
    }

    [Theory]
    [EngineData]
    public async Task A_draft_is_saved_as_it_is_typed_and_two_in_one_question_lose_nothing(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var one = await app.BrowseAsync("agent2");
        using var two = await app.BrowseAsync("agent2");
        var draft = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Status == ApplicationStatus.Draft));
        await one.GoAsync(ApplicationLinks.Edit(draft.Reference));
        await two.GoAsync(ApplicationLinks.Edit(draft.Reference));
        var first = await AutosaveAsync(one, ("Answers[title]", "Mon titre"), ("Answers[solution]", "Ma solution."), ("Answers[first-users]", ""));
        Assert.Equal(draft.Version + 1, first.GetProperty("version").GetInt32());
        Assert.Equal("3 réponses sur 4", first.GetProperty("progress")[0].GetProperty("text").GetString());

        var second = await AutosaveAsync(two, ("Answers[solution]", "Sa solution."), ("Answers[problem]", "Deux communes."));
        var conflict = Assert.Single(second.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(("solution", "Ma solution."), (conflict.GetProperty("key").GetString(), conflict.GetProperty("text").GetString()));
        var saved = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == draft.Id));
        Assert.Equal(("Mon titre", "Ma solution.", "Deux communes."), (saved.Title, saved.Answers.Text("solution"), saved.Answers.Text("problem")));

        // What cannot be read is told, and the rest is saved.
        await one.GoAsync(ApplicationLinks.Edit(draft.Reference));
        var third = await AutosaveAsync(one, ("Answers[title]", new string('t', 200)), ("Answers[problem]", "Un problème."));
        Assert.Equal("Answers[title]", Assert.Single(third.GetProperty("problems").EnumerateArray()).GetProperty("name").GetString());
        saved = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == draft.Id));
        Assert.Equal(("Mon titre", "Un problème."), (saved.Title, saved.Answers.Text("problem")));
    }

    private static string? Value(FormBrowser browser, string key) => browser.Page.QuerySelector($"[name='Answers[{key}]']") switch
    {
        AngleSharp.Html.Dom.IHtmlTextAreaElement area => area.Value,
        AngleSharp.Html.Dom.IHtmlInputElement input => input.Value,
        _ => null,
    };

    private static async Task<FormBrowser> JoinAsync(FabriqueApp app, FormBrowser owner, Application application)
    {
        await owner.GoAsync(ApplicationLinks.Team(application.Reference));
        await owner.PressAsync("Envoyer l’invitation", ("Person", "Joris Grèbe"), ("Right", "Submit"));
        var invited = await app.BrowseAsync("agent2");
        await invited.GoAsync($"{ApplicationLinks.Show(application.Reference)}/invitation");
        await invited.PressAsync("Accepter");
        return invited;
    }

    private static Task<JsonElement> AutosaveAsync(FormBrowser browser, params (string Name, string Value)[] fields) => AutosaveAsync(browser, browser.Prepare(Save, fields));

    private static async Task<JsonElement> AutosaveAsync(FormBrowser browser, PreparedForm form)
    {
        await browser.SendAsync(form.To("?handler=Autosave"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return JsonDocument.Parse(browser.Page.Body!.TextContent).RootElement;
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(FormBrowser browser, string path)
    {
        await browser.GoAsync(path);
        return browser.Page;
    }
}
