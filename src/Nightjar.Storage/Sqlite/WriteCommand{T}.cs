namespace Nightjar.Storage.Sqlite;

/// <summary>A write whose result is a <typeparamref name="T"/>.</summary>
sealed class WriteCommand<T>(Func<Database, T> work, bool exclusive, long bytes) : WriteCommand(exclusive, bytes)
{
    readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    T _result = default!;
    Exception? _error;

    public Task<T> Task => _done.Task;

    public override void Execute(Database database) => (_result, _error) = (work(database), null);

    public override void Fail(Exception error) => _error = error;

    public override void Complete()
    {
        if (_error is null)
        {
            _done.TrySetResult(_result);
        }
        else
        {
            _done.TrySetException(_error);
        }
    }
}
