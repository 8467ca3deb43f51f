using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Review;

/// <summary>A draft is submitted as it was read.</summary>
public sealed record SubmitApplication
{
    public required Guid ApplicationId { get; init; }

    /// <summary>Of the application, as the page showed it.</summary>
    public required int Version { get; init; }
}

public sealed class SubmitApplicationHandler(UseCaseRunner runner, FabriqueDbContext db, ApplicationWriter writer, ApplicationSubmission submission) : Handler<SubmitApplication>(runner)
{
    protected override bool IsInTransaction => true;

    protected override async Task<Outcome> ActAsync(SubmitApplication input, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        var call = await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken);
        if (await submission.WhyNotAsync(application, call, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(application, input.Version);
        var form = await writer.FindFormAsync(call, cancellationToken);
        if (!application.Answers.AreTo(form.Form))
        {
            return new Refusal("form-changed", "Le formulaire de l’appel vient de changer : relisez vos réponses, puis déposez votre candidature.");
        }

        await submission.SubmitAsync(application, call, cancellationToken);
        return Outcome.Done;
    }
}
