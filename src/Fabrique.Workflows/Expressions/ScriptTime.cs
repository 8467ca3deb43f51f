using System.Diagnostics;
using System.Runtime.InteropServices;
using Jint;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// Stops a script, or a template, that has had its time of processor. On a machine too busy to give it any, it may last twenty times longer by the clock, no more:
/// a script must not fail because others work.
/// </summary>
internal sealed class ScriptTime(TimeSpan limit) : Constraint
{
    private const int MostByTheClock = 20;
    private const int LinuxThreadClock = 3;
    private long _begin;
    private TimeSpan _used;

    public override bool IsAmortizable => true;

    /// <summary>Whether it has had its time; to be asked on the thread on which it began.</summary>
    public bool IsOver
    {
        get
        {
            var elapsed = Stopwatch.GetElapsedTime(_begin);
            return elapsed > limit && (elapsed > limit * MostByTheClock || Used() is not { } used || used - _used > limit);
        }
    }

    public override void Check()
    {
        if (IsOver)
        {
            throw new TimeoutException();
        }
    }

    public override void Reset()
    {
        _begin = Stopwatch.GetTimestamp();
        _used = Used() ?? default;
    }

    /// <summary>Processor time of this thread; null where the system does not tell.</summary>
    internal static TimeSpan? Used() =>
        OperatingSystem.IsLinux() && GetTime(LinuxThreadClock, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100) : null;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out ClockTime time);

    [StructLayout(LayoutKind.Sequential)]
    private struct ClockTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
