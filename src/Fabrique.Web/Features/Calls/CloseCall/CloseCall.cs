using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.CloseCall;

/// <summary>Marks the call as closed. Does nothing when it is.</summary>
[About(CallSubject.SubjectCode)]
[Activity("Fabrique.CloseCall", DisplayName = "Clore l’appel", Category = CallsModule.Category, Description = "L’appel ne reçoit plus de candidatures.")]
public sealed class CloseCall : Activity
{
    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var id = context.SubjectId(CallSubject.SubjectCode);
        var call = await context.Db().Calls.SingleAsync(call => call.Id == id, context.CancellationToken);
        call.Close();
        context.Complete();
    }
}
