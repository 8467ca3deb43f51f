using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Timelines;

namespace Fabrique.Web.Platform.Operations;

/// <summary>What keeps procedures going, and tells where they stand.</summary>
public sealed class OperationsModule : FabriqueModule
{
    public override string Code => "exploitation";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Activity<WaitForDate>()
            .Choose(new ActivityChoices("Date", services =>
                [.. services.GetRequiredService<SubjectTypes>().All.SelectMany(type => type.Dates).Select(date => new Choice(date.Code, date.Label))]) { IsClosed = true })
            .Today<TodayMoves>()
            .Rule<InputRule>()
            .Rule<RunTaskRule>()
            .Job<TimersJob>("timers", RecurringJobs.EveryFifteenSeconds, 10, "Reprendre les étapes dont l’heure est venue")
            .Job<SignalsJob>("signals", RecurringJobs.EveryFifteenSeconds, 20, "Transmettre aux procédures ce qui s’est passé")
            .Job<CallsJob>("calls", RecurringJobs.EveryFifteenSeconds, 30, "Lancer les procédures qu’une autre appelle")
            .Job<RetentionJob>("retention", RecurringJobs.EveryNight, 90, "Effacer ce qui n’a plus à être conservé")
            .Incident<SignalIncidents>(SignalIncidents.Own)
            .Incident<InstanceIncidents>(InstanceIncidents.Own)
            .Incident<DueIncidents>(DueIncidents.Own);
        module.Services
            .AddScoped<JobBoard>()
            .AddSingleton<PublishedDrawings>()
            .AddScoped<IncidentInbox>()
            .AddScoped<SubjectNames>()
            .AddScoped<TimelineReader>();
    }
}
