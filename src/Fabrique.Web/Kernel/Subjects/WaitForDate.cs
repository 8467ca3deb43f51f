using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>
/// Waits until a date of the subject: the instant itself, or 9:00 in Paris some days before. The date is read again when the wait ends,
/// so one that was moved later is waited for; one already past lets the flow go on at once.
/// </summary>
[Activity("Fabrique.WaitForDate", DisplayName = "Attendre une date", Category = Categories.Incubation, Description = "Attend une date de l’appel ou du produit, ou quelques jours avant.")]
[Input("Date", typeof(string), DisplayName = "Date", IsRequired = true, UIHint = "dropdown", Options = [CallOpening, CallClosing, CycleEnd], Description = "La date à attendre.")]
[Input("DaysBefore", typeof(int), DisplayName = "Jours avant", DefaultValue = "0", Description = "0 : à l’instant même ; 7 : sept jours avant, à 9 h.")]
public sealed class WaitForDate : Activity
{
    public const string CallOpening = "CallOpening";
    public const string CallClosing = "CallClosing";
    public const string CycleEnd = "CycleEnd";

    private static readonly TimeOnly Hour = new(9, 0);

    protected override ValueTask ExecuteAsync(ActivityContext context) => WaitOrCompleteAsync(context);

    protected override ValueTask ResumeAsync(ActivityContext context, Resumption resumption) => WaitOrCompleteAsync(context);

    private static async ValueTask WaitOrCompleteAsync(ActivityContext context)
    {
        var daysBefore = context.GetInput<int>("DaysBefore");
        var date = await FindDateAsync(context, context.GetInput<string>("Date") ?? "");
        var at = daysBefore == 0 ? date : ParisTime.ToUtc(ParisTime.DayOf(date).AddDays(-daysBefore), Hour);
        if (at <= context.UtcNow())
        {
            context.Complete();
        }
        else
        {
            context.Wait(new Bookmark("Fabrique.Date", context.ActivityInstanceId) { DueAt = at });
        }
    }

    private static async Task<DateTime> FindDateAsync(ActivityContext context, string date)
    {
        switch (date)
        {
            case CallOpening:
            case CallClosing:
                var callId = context.SubjectId(SubjectKind.Call);
                var call = await context.Db().Calls.SingleAsync(call => call.Id == callId, context.CancellationToken);
                return date == CallOpening ? call.OpensAt : call.ClosesAt;
            case CycleEnd:
                var productId = context.SubjectId(SubjectKind.Product);
                var product = await context.Db().Products.Include(product => product.Cycles).SingleAsync(product => product.Id == productId, context.CancellationToken);
                return product.CurrentCycle is { } cycle
                    ? ParisTime.ToUtc(cycle.EndsOn, Hour)
                    : throw new PermanentFailureException("Ce produit n’a pas de cycle en cours : sa fin ne peut pas être attendue.");
            default:
                throw new PermanentFailureException($"Date inconnue : « {date} ». Dates possibles : {CallOpening}, {CallClosing}, {CycleEnd}.");
        }
    }
}
