using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications;

/// <summary>What another noun does when an application is withdrawn, in the same transaction.</summary>
public abstract class ApplicationWithdrawal
{
    public abstract Task FollowAsync(Application application, CancellationToken cancellationToken);
}
