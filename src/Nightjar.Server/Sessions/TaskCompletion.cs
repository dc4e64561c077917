namespace Nightjar.Server.Sessions;

/// <summary>Joins tasks without allocating where nothing has to be waited for.</summary>
internal static class TaskCompletion
{
    /// <summary>Completes <paramref name="source"/> when <paramref name="work"/> is over, however it ended: its fault has been reported where it arose.</summary>
    public static void Follow(this TaskCompletionSource source, ValueTask work)
    {
        if (work.IsCompleted)
        {
            source.TrySetResult();
            return;
        }

        _ = FollowAsync(source, work);
    }

    /// <summary>Lets work go on that reports its faults itself and that nobody here may wait for.</summary>
    public static void Forget(this ValueTask work)
    {
        if (!work.IsCompletedSuccessfully)
        {
            _ = work.AsTask();
        }
    }

    private static async Task FollowAsync(TaskCompletionSource source, ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        finally
        {
            source.TrySetResult();
        }
    }
}
