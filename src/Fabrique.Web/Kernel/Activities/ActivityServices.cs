using Fabrique.Data;
using Fabrique.Workflows;

namespace Fabrique.Web.Kernel.Activities;

/// <summary>What our activities take from their step: the context that the step commits, and other services of its scope.</summary>
public static class ActivityServices
{
    public static FabriqueDbContext Db(this ActivityContext context) => context.Service<FabriqueDbContext>();

    public static T Service<T>(this ActivityContext context)
        where T : notnull => context.Services.GetRequiredService<T>();

    public static DateTime UtcNow(this ActivityContext context) => context.Clock.GetUtcNow().UtcDateTime;
}
