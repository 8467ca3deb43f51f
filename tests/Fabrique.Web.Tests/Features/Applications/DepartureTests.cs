using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Departure;
using Fabrique.Web.Features.Applications.Share;
using Fabrique.Web.Tests.Features.Admissibility;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>Whoever has an idea leaves in the middle of its examination.</summary>
public sealed class DepartureTests
{
    private const string Reason = "Kenza Fauvette rejoint un autre ministère.";

    [Theory]
    [EngineData]
    public async Task It_goes_to_somebody_who_has_it_too_with_what_was_asked(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (id, invited) = await HandlerCases.InviteAsync(app, accept: true, await AdmissibilityActs.AskCorrectionsAsync(app));
        var reference = (await AdmissibilityActs.ReadAsync(app, id)).Reference;
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(reference));
        await team.FollowAsync("La personne qui porte l’idée s’en va");
        await team.PressAsync("Enregistrer");
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        Assert.Contains("Dites ce que devient la candidature.", team.Text, StringComparison.Ordinal);

        await team.PressAsync("Enregistrer", ("Choice", invited.ToString("D")), ("Reason", Reason));
        Assert.Contains("confiée à une autre personne", team.Text, StringComparison.Ordinal);
        Assert.Contains("Joris Grèbe", team.Text, StringComparison.Ordinal);
        var application = await AdmissibilityActs.ReadAsync(app, id);
        var joris = await HandlerCases.PersonAsync(app, "agent2");
        Assert.Equal((joris.Id, ApplicationStatus.CorrectionRequested), (application.ApplicantId, application.Status));
        Assert.Equal([joris.Id], await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Status == WorkItemStatus.Open && item.Kind == AdmissibilityTasks.Corrections).Select(item => item.AssigneeId).ToListAsync()));
        Assert.Equal(
            ["Joris Grèbe", "Kenza Fauvette"],
            await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == id && mail.Template == ShareMessages.Change && mail.TextBody.Contains("confie")).OrderBy(mail => mail.ToName).Select(mail => mail.ToName).ToListAsync()));

        // Who left no longer acts on it; who has it answers.
        using var leaver = await app.BrowseAsync("agent");
        await leaver.GoAsync(ApplicationLinks.Withdraw(reference));
        Assert.Equal(HttpStatusCode.NotFound, leaver.Status);
        using var next = await app.BrowseAsync("agent2");
        await next.GoAsync(ApplicationLinks.Corrections(reference));
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }

    [Theory]
    [EngineData]
    public async Task It_is_closed_with_a_letter_when_nobody_takes_it_over(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (id, _) = await HandlerCases.InviteAsync(app, accept: true, await AdmissibilityActs.AskCorrectionsAsync(app));
        var reference = (await AdmissibilityActs.ReadAsync(app, id)).Reference;
        using var team = await app.BrowseAsync("equipe");
        using var second = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Departure(reference));
        await second.GoAsync(ApplicationLinks.Departure(reference));
        await team.PressAsync("Enregistrer", ("Choice", DepartureModel.Closing), ("Reason", Reason));
        Assert.Contains("La candidature est close.", team.Text, StringComparison.Ordinal);
        await second.PressAsync("Enregistrer", ("Choice", DepartureModel.Closing), ("Reason", "Un autre motif."));
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("Un autre motif.", second.Text, StringComparison.Ordinal);

        var application = await AdmissibilityActs.ReadAsync(app, id);
        Assert.Equal((ApplicationStatus.Withdrawn, Reason), (application.Status, application.DecisionReason));
        await app.TravelAsync(app.Now);
        Assert.Empty(await app.ReadAsync(db => db.WorkItems.Where(item => item.SubjectId == id && item.Status == WorkItemStatus.Open).ToListAsync()));
        var letters = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == id && mail.Template == SettleDepartureHandler.Message).OrderBy(mail => mail.ToName).ToListAsync());
        Assert.Equal(["Joris Grèbe", "Kenza Fauvette"], letters.Select(letter => letter.ToName));
        Assert.All(letters, letter => Assert.Contains(Reason, letter.TextBody, StringComparison.Ordinal));
    }
}
