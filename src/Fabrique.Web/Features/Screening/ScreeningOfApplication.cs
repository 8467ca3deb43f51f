using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Screening;

/// <summary>Where an application is screened.</summary>
public sealed record ShownScreening(string Reference, bool MayAct);

/// <summary>On the page of an application, for the incubator's staff: the way to where it is screened, with its labels and who sees to it.</summary>
public sealed class ScreeningOfApplication(Actor actor) : ApplicationSection
{
    public override string View => "/Features/Screening/_ScreeningOfApplication.cshtml";

    public override Task<object?> ReadAsync(Application application, CancellationToken cancellationToken) =>
        Task.FromResult<object?>(actor.IsStaff && application.SubmittedAt is not null ? new ShownScreening(application.Reference, actor.MayScreen()) : null);
}
