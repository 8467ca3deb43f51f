using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Panels.Results;

/// <summary>What a jury told of an application, in a line.</summary>
/// <param name="Reference">Of the application.</param>
/// <param name="Result">What was told.</param>
public sealed record ShownResult(string Reference, JuryResult Result);

/// <summary>On the page of an application: what the jury decided, once it was told, for those who bring it. The staff reads it on the pages of the jury.</summary>
public sealed class ResultOfApplication(FabriqueDbContext db, Actor actor) : ApplicationSection
{
    public override string View => "/Features/Panels/Results/_ResultOfApplication.cshtml";

    public override async Task<object?> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        if (!application.Lets(actor.Id, CoApplicantRight.Read) || application.Status is not (ApplicationStatus.Shortlisted or ApplicationStatus.UnderScreening or ApplicationStatus.Retained or ApplicationStatus.NotRetained or ApplicationStatus.Withdrawn))
        {
            return null;
        }

        return await JuryResult.FindAsync(db, application.Id, cancellationToken) is { } result ? new ShownResult(application.Reference, result) : null;
    }
}
