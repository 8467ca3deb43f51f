using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Admissibility.CheckAdmissibility;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Admissibility;

/// <summary>« Recevabilité » and « présélection », on the pages of the team.</summary>
public sealed class AdmissibilityTests
{
    [Theory]
    [EngineData]
    public async Task An_inadmissible_application_ends_with_the_letter_that_was_read_first(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await AdmissibilityActs.ToCheckAsync(app);
        Assert.Equal(ApplicationStatus.UnderScreening, (await AdmissibilityActs.ReadAsync(app, id)).Status);
        using var team = await app.BrowseAsync("equipe");
        var page = ModuleSamples.TaskPage(AdmissibilityTasks.Admissibility, (await AdmissibilityActs.TaskAsync(app, id)).Id);
        await team.GoAsync(page);
        await team.PressAsync("Enregistrer la recevabilité", ("Choice", "Inadmissible"));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        Assert.Contains("Choisissez au moins un motif", team.Text, StringComparison.Ordinal);

        await team.PressAsync("Enregistrer la recevabilité", ("Choice", "Inadmissible"), ("Reasons", AdmissibilityActs.Reason), ("Words", "Écrivez plutôt au ministère voisin."));
        Assert.Contains("Kenza Fauvette", team.Text, StringComparison.Ordinal);
        Assert.Contains("Le sujet ne relève pas des missions de nos ministères.", team.Text, StringComparison.Ordinal);
        Assert.Contains("Écrivez plutôt au ministère voisin.", team.Text, StringComparison.Ordinal);
        Assert.Contains("rien n’est encore enregistré, ni envoyé.", team.Text, StringComparison.Ordinal);
        Assert.Equal(ApplicationStatus.UnderScreening, (await AdmissibilityActs.ReadAsync(app, id)).Status);

        await team.PressAsync("Revenir sans envoyer");
        Assert.Contains("Écrivez plutôt au ministère voisin.", team.Page.QuerySelector("#Words")!.TextContent, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer la recevabilité");
        await team.PressAsync("Déclarer irrecevable et envoyer la lettre");
        Assert.Contains("Irrecevable", team.Text, StringComparison.Ordinal);
        var application = await AdmissibilityActs.ReadAsync(app, id);
        Assert.Equal((ApplicationStatus.Inadmissible, "Le sujet ne relève pas des missions de nos ministères.\nÉcrivez plutôt au ministère voisin."), (application.Status, application.DecisionReason));
        Assert.Equal([AdmissibilityActs.Reason], Assert.Single(application.Rulings).ReasonCodes);
        var letter = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == id && mail.Template == "candidature/lettre-irrecevable"));
        Assert.Equal("Kenza Fauvette", letter.ToName);
        Assert.Contains("Le sujet ne relève pas des missions de nos ministères.", letter.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Of_two_people_who_decide_one_file_the_second_is_told_who_did(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await AdmissibilityActs.ToCheckAsync(app);
        var task = await AdmissibilityActs.TaskAsync(app, id);
        using var second = await app.BrowseAsync("equipe");
        await second.GoAsync(ModuleSamples.TaskPage(AdmissibilityTasks.Admissibility, task.Id));
        await AdmissibilityActs.MarkAdmissibleAsync(app, id);

        await second.PressAsync("Enregistrer la recevabilité", ("Choice", "Inadmissible"), ("Reasons", AdmissibilityActs.Reason), ("Words", "Hors sujet."));

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("Anouk Églantine", second.Text, StringComparison.Ordinal);
        Assert.Equal(ApplicationStatus.UnderScreening, (await AdmissibilityActs.ReadAsync(app, id)).Status);
        Assert.Equal(0, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.SubjectId == id && mail.Template == "candidature/lettre-irrecevable")));
    }

    [Theory]
    [EngineData]
    public async Task A_shortlisted_application_is_heard_and_one_that_is_left_out_ends_with_its_letter(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await AdmissibilityActs.AdmissibleAsync(app);
        Assert.Equal(1, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.SubjectId == id && mail.Template == "candidature/recevable")));
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ModuleSamples.TaskPage(AdmissibilityTasks.Shortlisting, (await AdmissibilityActs.TaskAsync(app, id)).Id));
        await team.PressAsync("Enregistrer la présélection", ("Choice", "NotShortlisted"));
        Assert.Contains("Dites pourquoi elle n’est pas présélectionnée", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Enregistrer la présélection", ("Choice", "NotShortlisted"), ("Reason", "Douze places seulement."));
        Assert.Contains("Douze places seulement.", team.Text, StringComparison.Ordinal);
        await team.PressAsync("Écarter et envoyer la lettre");
        Assert.Equal((ApplicationStatus.NotShortlisted, "Douze places seulement."), ((await AdmissibilityActs.ReadAsync(app, id)).Status, (await AdmissibilityActs.ReadAsync(app, id)).DecisionReason));
        Assert.Contains("Douze places seulement.", (await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == id && mail.Template == "candidature/lettre-non-preselectionnee"))).TextBody, StringComparison.Ordinal);

        var other = await AdmissibilityActs.AdmissibleAsync(app);
        await AdmissibilityActs.MarkShortlistedAsync(app, other);
        Assert.Equal(ApplicationStatus.Shortlisted, (await AdmissibilityActs.ReadAsync(app, other)).Status);
        Assert.Equal(2, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.SubjectId == other && item.Kind == ApplicationTasks.Opinion && item.Status == WorkItemStatus.Open)));
    }

    [Theory]
    [EngineData]
    public async Task A_reason_that_is_retired_meanwhile_is_refused_and_what_was_typed_stays(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(ReasonLinks.All);
        await admin.PressAsync("Ajouter le motif", ("Label", "Déjà financée"), ("Sentence", "Cette idée est déjà financée ailleurs."));
        var reason = await app.ReadAsync(db => db.InadmissibilityReasons.SingleAsync(reason => reason.Label == "Déjà financée"));
        var id = await AdmissibilityActs.ToCheckAsync(app);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ModuleSamples.TaskPage(AdmissibilityTasks.Admissibility, (await AdmissibilityActs.TaskAsync(app, id)).Id));
        await admin.GoAsync(ReasonLinks.Edit(reason.Id));
        await admin.PressAsync("Enregistrer le motif", ("IsRetired", "true"));

        await team.PressAsync("Enregistrer la recevabilité", ("Choice", "Inadmissible"), ("Reasons", reason.Code), ("Words", "Voyez avec eux."));

        Assert.Equal(HttpStatusCode.Conflict, team.Status);
        Assert.Contains("vient d’être retiré de la liste", team.Text, StringComparison.Ordinal);
        Assert.Contains("Voyez avec eux.", team.Page.QuerySelector("#Words")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(nameof(AdmissibilityChoice.Inadmissible), team.Page.QuerySelector("input[name='Choice'][checked]")!.GetAttribute("value"));
        Assert.Equal(ApplicationStatus.UnderScreening, (await AdmissibilityActs.ReadAsync(app, id)).Status);
    }
}
