using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Kernel.Modules;

/// <summary>What a module declares. Everything that has a code must have it alone in the product.</summary>
public sealed class ModuleBuilder
{
    private readonly List<Declared<SubjectType>> subjects = [];
    private readonly List<Declared<TaskKind>> taskKinds = [];
    private readonly List<Declared<MergeTag>> tags = [];
    private readonly List<Declared<RecurringJobLine>> jobs = [];
    private readonly List<Declared<NavigationEntry>> navigation = [];
    private readonly List<Declared<AdministrationEntry>> administration = [];
    private readonly List<Declared<ModulePolicy>> policies = [];
    private readonly List<Declared<ActivityChoices>> choices = [];
    private readonly List<Declared<Type>> activities = [];
    private readonly List<Declared<PersonalData>> personalData = [];
    private readonly List<Declared<HelpTopic>> help = [];
    private readonly List<Declared<IncidentKind>> incidents = [];
    private readonly List<Declared<ExportOffer>> exports = [];
    private string current = "";

    /// <param name="services">The services of the host, or of the simulated world, in which the modules take part.</param>
    public ModuleBuilder(IServiceCollection services) => Services = services;

    /// <summary>Where its handlers, readers and other services are registered.</summary>
    public IServiceCollection Services { get; }

    internal IReadOnlyList<Declared<SubjectType>> Subjects => subjects;

    internal IReadOnlyList<Declared<TaskKind>> TaskKinds => taskKinds;

    internal IReadOnlyList<Declared<MergeTag>> Tags => tags;

    internal IReadOnlyList<Declared<RecurringJobLine>> Jobs => jobs;

    internal IReadOnlyList<Declared<NavigationEntry>> Navigation => navigation;

    internal IReadOnlyList<Declared<AdministrationEntry>> Administration => administration;

    internal IReadOnlyList<Declared<ModulePolicy>> Policies => policies;

    internal IReadOnlyList<Declared<ActivityChoices>> Choices => choices;

    internal IReadOnlyList<Declared<Type>> Activities => activities;

    internal IReadOnlyList<Declared<PersonalData>> PersonalData => personalData;

    internal IReadOnlyList<Declared<HelpTopic>> Help => help;

    internal IReadOnlyList<Declared<IncidentKind>> Incidents => incidents;

    internal IReadOnlyList<Declared<ExportOffer>> Exports => exports;

    /// <summary>What a procedure, a task, a mail or a timeline may be about.</summary>
    public ModuleBuilder Subject(SubjectType subject) => Add(subjects, subject);

    /// <summary>A kind of task, with a page of its own.</summary>
    public ModuleBuilder Task(TaskKind kind) => Add(taskKinds, kind);

    /// <summary>A tag of messages that belongs to no subject.</summary>
    public ModuleBuilder Tag(MergeTag tag) => Add(tags, tag);

    /// <summary>An activity that procedures may hold.</summary>
    public ModuleBuilder Activity<TActivity>()
        where TActivity : Activity, new()
    {
        Services.AddWorkflowActivity<TActivity>();
        return Add(activities, typeof(TActivity));
    }

    /// <summary>The values among which an input of activities is chosen.</summary>
    public ModuleBuilder Choose(ActivityChoices list) => Add(choices, list);

    /// <summary>Something that may be drawn wrong.</summary>
    public ModuleBuilder Rule<TRule>()
        where TRule : DrawingRule
    {
        Services.AddSingleton<DrawingRule, TRule>();
        return this;
    }

    /// <summary>Work that the clock brings.</summary>
    /// <param name="name">Its name, which never changes.</param>
    /// <param name="cron">When, in Paris: six fields, seconds first.</param>
    /// <param name="order">Among those due together: a procedure's step may write what a later job sends.</param>
    /// <param name="label">What it does, in French, for those who administer.</param>
    public ModuleBuilder Job<TJob>(string name, string cron, int order, string label)
        where TJob : class, IRecurringJob
    {
        Services.AddScoped<TJob>();
        return Add(jobs, new RecurringJobLine(name, cron, typeof(TJob), order, label));
    }

    /// <summary>Items that the clock brings, done one by one.</summary>
    /// <param name="name">The name of the source, which never changes.</param>
    /// <param name="cron">When to look, in Paris: six fields, seconds first.</param>
    /// <param name="order">Among the jobs due together: a procedure's step may write what a later one sends.</param>
    /// <param name="label">What it does, in French, for those who administer.</param>
    public ModuleBuilder Due<TSource>(string name, string cron, int order, string label)
        where TSource : DueSource
    {
        Services.AddDueItems<TSource>();
        return Job<DueItemsJob<TSource>>(name, cron, order, label);
    }

    /// <summary>An entry of the site's main navigation.</summary>
    public ModuleBuilder Navigate(NavigationEntry entry) => Add(navigation, entry);

    /// <summary>A tile of the administration.</summary>
    public ModuleBuilder Administer(AdministrationEntry entry) => Add(administration, entry);

    /// <summary>A part of « Mon espace ».</summary>
    public ModuleBuilder Space<TSection>()
        where TSection : SpaceSection
    {
        Services.AddScoped<SpaceSection, TSection>();
        return this;
    }

    /// <summary>What the module has for « Aujourd’hui ».</summary>
    public ModuleBuilder Today<TSource>()
        where TSource : TodaySource
    {
        Services.AddScoped<TodaySource, TSource>();
        return this;
    }

    /// <summary>A policy that pages of the module name.</summary>
    public ModuleBuilder Policy(ModulePolicy policy) => Add(policies, policy);

    /// <summary>Personal data of the module: whose, what for, how long, and what becomes of them then.</summary>
    public ModuleBuilder Keep(PersonalData data) => Add(personalData, data);

    /// <summary>Where the global search looks for the module's things.</summary>
    public ModuleBuilder Search<TSource>()
        where TSource : SearchSource
    {
        Services.AddScoped<SearchSource, TSource>();
        return this;
    }

    /// <summary>What may fail and wait for an administrator.</summary>
    public ModuleBuilder Incident<TSource>(IncidentKind kind)
        where TSource : IncidentSource
    {
        Services.AddScoped<IncidentSource, TSource>();
        return Add(incidents, kind);
    }

    /// <summary>A file that can be taken away.</summary>
    public ModuleBuilder Export(ExportOffer offer) => Add(exports, offer);

    /// <summary>A page of help.</summary>
    public ModuleBuilder Explain(HelpTopic topic) => Add(help, topic);

    internal void Collect(IEnumerable<FabriqueModule> modules)
    {
        foreach (var module in modules)
        {
            current = module.Code;
            module.Declare(this);
        }
    }

    private ModuleBuilder Add<T>(List<Declared<T>> list, T value)
    {
        list.Add(new Declared<T>(current, value));
        return this;
    }
}

/// <summary>A value, and the code of the module that declared it.</summary>
internal readonly record struct Declared<T>(string Module, T Value);
