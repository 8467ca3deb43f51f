using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.OpenCall;

/// <summary>Marks the call as open. Does nothing when it is.</summary>
[About(CallSubject.SubjectCode)]
[Activity("Fabrique.OpenCall", DisplayName = "Ouvrir l’appel", Category = CallsModule.Category, Description = "L’appel reçoit des candidatures.")]
public sealed class OpenCall : Activity
{
    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var id = context.SubjectId(CallSubject.SubjectCode);
        var call = await context.Db().Calls.SingleAsync(call => call.Id == id, context.CancellationToken);
        call.Open();
        context.Complete();
    }
}
