using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Workflows;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>
/// Waits until a date of the subject: the instant itself, or 9:00 in Paris some days before. The date is read again when the wait ends,
/// so one that was moved later is waited for; one already past lets the flow go on at once. Whoever moves it earlier asks <see cref="DateWaits"/>.
/// </summary>
[Activity("Fabrique.WaitForDate", DisplayName = "Attendre une date", Category = Categories.Dates, Description = "Attend une date de ce dont parle la procédure, ou quelques jours avant.")]
[Input("Date", typeof(string), DisplayName = "Date", IsRequired = true, UIHint = "dropdown", Description = "La date à attendre.")]
[Input("DaysBefore", typeof(int), DisplayName = "Jours avant", DefaultValue = "0", Description = "0 : à l’instant même ; 7 : sept jours avant, à 9 h.")]
public sealed class WaitForDate : Activity
{
    /// <summary>Name of the bookmark of a wait.</summary>
    internal const string BookmarkName = "Fabrique.Date";

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
            context.Wait(new Bookmark(BookmarkName, context.ActivityInstanceId) { DueAt = at });
        }
    }

    private static async Task<DateTime> FindDateAsync(ActivityContext context, string code)
    {
        var subjects = context.Service<SubjectTypes>();
        if (subjects.FindDate(code) is not { } known)
        {
            throw new PermanentFailureException($"Date inconnue : « {code} ». Dates possibles : {string.Join(", ", subjects.All.SelectMany(type => type.Dates).Select(date => date.Code))}.");
        }

        var id = context.SubjectId(known.Type.Code);
        return await known.Date.ReadAsync(context.Db(), id, context.CancellationToken) ?? throw new PermanentFailureException(known.Date.Missing);
    }
}
