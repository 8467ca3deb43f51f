using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
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
            .Job<TimersJob>("timers", RecurringJobs.EveryFifteenSeconds, 10)
            .Job<SignalsJob>("signals", RecurringJobs.EveryFifteenSeconds, 20)
            .Job<CallsJob>("calls", RecurringJobs.EveryFifteenSeconds, 30)
            .Job<RetentionJob>("retention", RecurringJobs.EveryNight, 90)
            .Incident<SignalIncidents>(SignalIncidents.Own)
            .Incident<InstanceIncidents>(InstanceIncidents.Own)
            .Incident<DueIncidents>(DueIncidents.Own)
            .Administer(new AdministrationEntry("Travaux planifiés", AdministrationLinks.Jobs, "Le tableau de bord technique de Hangfire, en anglais.", 40) { IsShownTo = actor => actor.IsInRole(AppRoles.Administrator) });
        module.Services
            .AddSingleton<PublishedDrawings>()
            .AddScoped<IncidentInbox>()
            .AddScoped<SubjectNames>()
            .AddScoped<TimelineReader>();
    }
}
