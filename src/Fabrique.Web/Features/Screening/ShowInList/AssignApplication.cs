using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.ShowInList;

/// <summary>The team gives an application to one of them to see to, or to nobody.</summary>
/// <param name="ApplicationId">Which.</param>
/// <param name="PersonId">Null for nobody.</param>
public sealed record AssignApplication(Guid ApplicationId, Guid? PersonId);

public sealed class AssignApplicationHandler(UseCaseRunner runner, FabriqueDbContext db, ScreeningFiles files, Actor actor) : Handler<AssignApplication>(runner)
{
    protected override async Task<Outcome> ActAsync(AssignApplication input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotScreen() is { } notMine)
        {
            return notMine;
        }

        var application = await db.Applications.SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        ScreeningPerson? person = null;
        if (input.PersonId is { } id)
        {
            if (ScreeningFiles.MayBeAssigned(application) is { } refusal)
            {
                return refusal;
            }

            person = await files.FindPersonAsync(id, cancellationToken);
            if (person is null)
            {
                return ScreeningFiles.NotOfTheTeam;
            }
        }

        var file = await files.OpenAsync(application.Id, cancellationToken);
        files.Assign(file, person);
        return Outcome.Done;
    }
}
