using System.Reflection;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Kernel.Modules;

/// <summary>The modules of a host. They are the same in its simulated worlds.</summary>
public sealed class ModuleSet
{
    private readonly IReadOnlyList<FabriqueModule> modules;

    /// <exception cref="StartUpException">Two modules have one code, or one was given twice; the message names both.</exception>
    public ModuleSet(IReadOnlyList<FabriqueModule> modules)
    {
        this.modules = modules;
        foreach (var same in modules.GroupBy(module => module.Code, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            throw new StartUpException($"Deux modules portent le code «\u00a0{same.Key}\u00a0»\u00a0: {string.Join(" et ", same.Select(module => module.GetType().FullName))}. Retirez-en un, ou donnez-lui un autre code.");
        }
    }

    /// <summary>Where the entities that modules bring are mapped.</summary>
    public IReadOnlyList<Assembly> Mappings => [.. modules.Select(module => module.Mappings).OfType<Assembly>().Distinct()];

    /// <summary>The policies that modules bring.</summary>
    public IReadOnlyList<ModulePolicy> Policies
    {
        get
        {
            var builder = new ModuleBuilder(new ServiceCollection());
            builder.Collect(modules);
            return Unique("La politique d’accès", builder.Policies, policy => policy.Name);
        }
    }

    /// <summary>Where the pages that modules bring are, besides the product's own.</summary>
    public IReadOnlyList<Assembly> Pages => [.. modules.Select(module => module.GetType().Assembly).Distinct().Where(assembly => assembly != typeof(ModuleSet).Assembly)];

    /// <summary>Adds what the modules declare, and the registries in which it is found.</summary>
    /// <exception cref="StartUpException">Two declarations have one code; the message names the modules of both.</exception>
    public void AddTo(IServiceCollection services)
    {
        var builder = new ModuleBuilder(services);
        builder.Collect(modules);

        var subjects = Unique("Le sujet", builder.Subjects, subject => subject.Code);
        var kinds = Unique("Le genre de tâche", builder.TaskKinds, kind => kind.Code);
        Unique("La page de tâche", builder.TaskKinds, kind => kind.Path);
        var tags = Unique("La balise", [.. builder.Tags, .. builder.Subjects.SelectMany(declared => declared.Value.Tags.Select(tag => new Declared<MergeTag>(declared.Module, tag)))], tag => tag.Name);
        Unique("La date", [.. builder.Subjects.SelectMany(declared => declared.Value.Dates.Select(date => new Declared<SubjectDate>(declared.Module, date)))], date => date.Code);
        Unique("Le rôle", [.. builder.Subjects.SelectMany(declared => declared.Value.Roles.Select(found => new Declared<PeopleRole>(declared.Module, found.Role))).DistinctBy(declared => declared.Value)], role => role.Code);
        Unique("Le genre d’incident", builder.Incidents, kind => kind.Code);
        Unique("L’étape", builder.Activities, activity => activity.Name);
        Unique("La donnée personnelle", builder.PersonalData, data => data.What);
        services
            .AddSingleton(this)
            .AddSingleton(new SubjectTypes(subjects))
            .AddSingleton(new TaskKinds(kinds))
            .AddSingleton(new MergeTags(tags))
            .AddSingleton(new RecurringJobs(Unique("Le travail planifié", builder.Jobs, job => job.Name)))
            .AddSingleton(new SiteNavigation(Unique("L’entrée de navigation", builder.Navigation, entry => entry.Path)))
            .AddSingleton(new AdministrationMenu(Unique("L’entrée d’administration", builder.Administration, entry => entry.Href)))
            .AddSingleton(new ModuleCatalog(Values(builder.PersonalData), Values(builder.Exports), Values(builder.Help)))
            .AddSingleton(provider => new ChoiceLists(Unique("La liste de choix", builder.Choices, list => list.Input), provider));
    }

    private static IReadOnlyList<T> Unique<T>(string what, IReadOnlyList<Declared<T>> declared, Func<T, string> code)
    {
        foreach (var same in declared.GroupBy(one => code(one.Value), StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            throw new StartUpException($"{what} «\u00a0{same.Key}\u00a0» est déclaré deux fois, par {string.Join(" et ", same.Select(one => $"le module «\u00a0{one.Module}\u00a0»"))}. Donnez à l’un un autre code.");
        }

        return Values(declared);
    }

    private static IReadOnlyList<T> Values<T>(IReadOnlyList<Declared<T>> declared) => [.. declared.Select(one => one.Value)];
}

/// <summary>What modules declare for the pages that tell it.</summary>
/// <param name="PersonalData">What is held of people, in the order of the modules.</param>
/// <param name="Exports">The files that can be taken away.</param>
/// <param name="Help">The pages of help.</param>
public sealed record ModuleCatalog(IReadOnlyList<PersonalData> PersonalData, IReadOnlyList<ExportOffer> Exports, IReadOnlyList<HelpTopic> Help);
