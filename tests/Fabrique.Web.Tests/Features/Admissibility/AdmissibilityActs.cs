using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Admissibility.AnswerCorrections;
using Fabrique.Web.Features.Admissibility.CheckAdmissibility;
using Fabrique.Web.Features.Admissibility.GrantTime;
using Fabrique.Web.Features.Admissibility.Reasons;
using Fabrique.Web.Features.Admissibility.Shortlist;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Admissibility;

/// <summary>What the team does between the visa and the opinions, without the pages.</summary>
internal static class AdmissibilityActs
{
    public const string Reason = "hors-perimetre";

    private static readonly CancellationToken Token = CancellationToken.None;

    public static IReadOnlyList<HandlerCase> Cases { get; } =
    [
        HandlerCases.Case<CheckAdmissibilityHandler, CheckAdmissibilityInput>("equipe", async app => Say(await TaskAsync(app, await ToCheckAsync(app)), AdmissibilityChoice.Admissible)),
        HandlerCases.Case<CheckAdmissibilityHandler, CheckAdmissibilityInput>("equipe", async app => Say(await TaskAsync(app, await ToCheckAsync(app)), AdmissibilityChoice.Inadmissible)),
        HandlerCases.Case<CheckAdmissibilityHandler, CheckAdmissibilityInput>("equipe", async app => Say(await TaskAsync(app, await ToCheckAsync(app)), AdmissibilityChoice.Corrections)),
        HandlerCases.Case<SaveCorrectionsHandler, SaveCorrections, SavedApplication>("agent", async app =>
        {
            var application = await ReadAsync(app, await AskCorrectionsAsync(app));
            return new SaveCorrections { ApplicationId = application.Id, Version = application.Correction!.Version, Answers = Corrected() };
        }) with { IsSilentAgain = true },
        HandlerCases.Case<AnswerCorrectionsHandler, AnswerCorrectionsInput>("agent", async app =>
        {
            var application = await ReadAsync(app, await AskCorrectionsAsync(app));
            return new AnswerCorrectionsInput { ApplicationId = application.Id, Version = application.Correction!.Version, Answers = Corrected() };
        }),
        HandlerCases.Case<GrantCorrectionTimeHandler, GrantCorrectionTime>("equipe", async app =>
            new GrantCorrectionTime(await AskCorrectionsAsync(app), app.Now.Date.AddDays(40), "Congés de fin d’année.")),
        HandlerCases.Case<ShortlistHandler, ShortlistInput>("equipe", async app => Shortlist(await TaskAsync(app, await AdmissibleAsync(app)), shortlisted: true)),
        HandlerCases.Case<ShortlistHandler, ShortlistInput>("equipe", async app => Shortlist(await TaskAsync(app, await AdmissibleAsync(app)), shortlisted: false)),
        HandlerCases.Case<CreateReasonHandler, CreateReason>("admin", app => Task.FromResult(new CreateReason(HandlerCases.Id(app), $"Motif {HandlerCases.Id(app):N}", "Une phrase."))) with { IsSilentAgain = true },
        HandlerCases.Case<ChangeReasonHandler, ChangeReason>("admin", async app =>
        {
            var reason = await AddReasonAsync(app);
            return new ChangeReason(reason.Id, 0, reason.Label, "Une autre phrase.", IsRetired: true);
        }),
    ];

    /// <summary>The team finds it admissible, and shortlists it.</summary>
    public static async Task AdmitAsync(FabriqueApp app, Guid id, string account = "equipe")
    {
        await MarkAdmissibleAsync(app, id, account);
        await MarkShortlistedAsync(app, id, account);
    }

    public static async Task MarkAdmissibleAsync(FabriqueApp app, Guid id, string account = "equipe")
    {
        var task = await TaskAsync(app, id);
        Expect(await app.ActAsync(account, services => services.GetRequiredService<CheckAdmissibilityHandler>().HandleAsync(Say(task, AdmissibilityChoice.Admissible), Token)));
    }

    public static async Task MarkShortlistedAsync(FabriqueApp app, Guid id, string account = "equipe")
    {
        var task = await TaskAsync(app, id);
        Expect(await app.ActAsync(account, services => services.GetRequiredService<ShortlistHandler>().HandleAsync(Shortlist(task, shortlisted: true), Token)));
    }

    /// <summary>An application of Kenza Fauvette whose admissibility the team is asked.</summary>
    public static async Task<Guid> ToCheckAsync(FabriqueApp app)
    {
        var id = await HandlerCases.ApplyAsync(app);
        await HandlerCases.ApproveAsync(app, id);
        return id;
    }

    /// <summary>An application that the team is asked to shortlist.</summary>
    public static async Task<Guid> AdmissibleAsync(FabriqueApp app)
    {
        var id = await ToCheckAsync(app);
        await MarkAdmissibleAsync(app, id);
        return id;
    }

    /// <summary>An application of Kenza Fauvette on which corrections are awaited.</summary>
    public static async Task<Guid> AskCorrectionsAsync(FabriqueApp app)
    {
        var id = await ToCheckAsync(app);
        await AskAgainAsync(app, id);
        return id;
    }

    public static async Task AskAgainAsync(FabriqueApp app, Guid id)
    {
        var task = await TaskAsync(app, id);
        Expect(await app.ActAsync("equipe", services => services.GetRequiredService<CheckAdmissibilityHandler>().HandleAsync(Say(task, AdmissibilityChoice.Corrections), Token)));
    }

    public static CheckAdmissibilityInput Say(WorkItem task, AdmissibilityChoice choice) => new()
    {
        TaskId = task.Id,
        Version = task.Version,
        Choice = choice,
        Reasons = [Reason],
        Words = "Écrivez-nous.",
        Message = "Deux précisions.",
        Remarks = [new CorrectionRemark(ApplicationForms.Problem, "Combien de services ?")],
    };

    public static ShortlistInput Shortlist(WorkItem task, bool shortlisted) => new() { TaskId = task.Id, Version = task.Version, Shortlisted = shortlisted, Reason = shortlisted ? "" : "Douze places seulement." };

    /// <summary>The answers, with another one to what is to be corrected, and to a question that nobody opened.</summary>
    public static FormAnswers Corrected() => ApplicationForms.Fill("Un autre titre", "Soixante services sont concernés.", "Autre", "Autres");

    public static Task<Application> ReadAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.Applications
        .Include(application => application.Corrections).Include(application => application.Rulings).Include(application => application.CoApplicants)
        .SingleAsync(application => application.Id == id));

    /// <summary>What the team is asked about it now.</summary>
    public static Task<WorkItem> TaskAsync(FabriqueApp app, Guid id) => HandlerCases.TaskAsync(app, id, account: null);

    public static async Task<InadmissibilityReason> AddReasonAsync(FabriqueApp app)
    {
        var id = HandlerCases.Id(app);
        var reason = InadmissibilityReason.Create(id, $"Motif {id:N}", "Une phrase.", 50);
        await HandlerCases.SaveAsync(app, reason);
        return reason;
    }

    public static void Expect(Outcome outcome) => Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
}
