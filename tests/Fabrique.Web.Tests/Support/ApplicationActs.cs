using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Review;
using Fabrique.Web.Features.Demonstration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Support;

/// <summary>What an applicant does, without the pages.</summary>
internal static class ApplicationActs
{
    /// <summary>Saves a draft in the open call.</summary>
    public static async Task<SavedApplication> DraftAsync(this FabriqueApp app, string account, Guid? id = null, FormAnswers? answers = null)
    {
        var call = await app.ReadAsync(db => db.Calls.Where(call => call.Status == CallStatus.Open).Select(call => call.Id).SingleAsync());
        var input = new SaveApplication { ApplicationId = id ?? Guid.CreateVersion7(app.Clock.GetUtcNow()), CallId = call, Answers = answers ?? DemoApplications.Passerelle };
        var outcome = await app.ActAsync(account, services => services.GetRequiredService<SaveApplicationHandler>().HandleAsync(input, CancellationToken.None));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
        return outcome.Value;
    }

    /// <summary>Submits a draft as it is.</summary>
    public static async Task<Outcome> SubmitDraftAsync(this FabriqueApp app, string account, Guid id)
    {
        var version = await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Version).SingleAsync());
        return await app.ActAsync(account, services => services.GetRequiredService<SubmitApplicationHandler>().HandleAsync(new SubmitApplication { ApplicationId = id, Version = version }, CancellationToken.None));
    }

    /// <summary>A complete application, submitted in the open call.</summary>
    public static async Task<SavedApplication> SubmitNewAsync(this FabriqueApp app, string account, Guid? id = null)
    {
        var saved = await app.DraftAsync(account, id);
        var outcome = await app.SubmitDraftAsync(account, saved.Application.Id);
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
        return saved;
    }
}
